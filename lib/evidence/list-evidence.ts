import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import { authorName } from "./author-name.ts";
import { answersOf, countAwaiting, namesOfAuthors, newestEvidence, requestIdsInScope, type AnsweredRequest, type EvidenceSummary } from "./evidence-list.repository.ts";
import { FILE_FILTERS, type FileFault, type FileFilter } from "./file-fault.ts";
import { fileFaults } from "./file-faults.repository.ts";
import { ownWorkOf } from "./own-work.ts";
import { REVIEW_STATES } from "./review-state.ts";

export type EvidenceRow = EvidenceSummary & {
  submitter: string;
  answers: Omit<AnsweredRequest, "evidenceId">[];
  /** Whether the person who looks submitted it in their own words, or by a key of theirs, and so may not review it. */
  ownWork: boolean;
  /** Why its file cannot be had; null where it can, or where it has none. */
  fileFault: FileFault | null;
};

export type EvidenceList = Page<EvidenceRow> & {
  /** Size of the review queue; null for an auditor, who is not told of it. */
  awaitingReview: number | null;
};

const position = z.tuple([z.iso.datetime(), idInput]);

/**
 * Evidence, newest collected first. An auditor gets what is accepted, answers a control of the engagement and speaks
 * for a time inside its period, and nothing else.
 */
export const listEvidence = defineVerb({
  name: "evidence.list",
  permission: "evidence.read",
  effect: "read",
  input: z.strictObject({
    controlCode: z.string().min(1).max(64).optional(),
    requestId: idInput.optional(),
    sourceKind: z.enum(SourceKind).optional(),
    reviewState: z.enum(REVIEW_STATES).optional(),
    /** Only what stands under a legal hold, of which an auditor is told nothing. */
    held: z.boolean().default(false),
    /** Only what has a file that cannot be had. Not for an auditor, whose list is walked otherwise: each row says it. */
    file: z.enum(Object.keys(FILE_FILTERS) as [FileFilter, ...FileFilter[]]).optional(),
    /** Only what is called by these words: number, title, file or address. */
    text: z.string().trim().min(1).max(100).optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, scope, context, input, now }): Promise<EvidenceList> {
    const { controlCode, requestId, sourceKind, reviewState, text } = input;
    const held = input.held && scope.engagement === null;
    const file = scope.engagement === null ? input.file : undefined;
    const byRequest = controlCode !== undefined || requestId !== undefined || scope.engagement !== null;
    const requestIds = byRequest ? await requestIdsInScope(tx, scope, { controlCode, requestId }) : undefined;
    const at = input.cursor === undefined ? undefined : decodeCursor(position, input.cursor);
    const after = at === undefined ? undefined : { collectedAt: new Date(at[0]), id: at[1] };
    const found = await newestEvidence(tx, scope, { requestIds, sourceKind, reviewState, held, file, text }, after, input.size + 1);
    const page = pageOf(found, input.size, (row) => [row.collectedAt.toISOString(), row.id]);
    const answers = Map.groupBy(await answersOf(tx, scope, page.rows.map((row) => row.id)), (one) => one.evidenceId);
    const names = await namesOfAuthors(tx, scope.organizationId, page.rows.map((row) => row.submittedBy));
    const faults = await fileFaults(tx, scope.organizationId, page.rows.map((row) => row.id), now);
    const isOwn = await ownWorkOf(tx, scope.organizationId, context.actor, page.rows);
    return {
      nextCursor: page.nextCursor,
      rows: page.rows.map((row) => ({
        ...row,
        submitter: authorName(row.submittedBy, names),
        ownWork: isOwn(row),
        fileFault: faults.get(row.id) ?? null,
        answers: (answers.get(row.id) ?? []).map(({ evidenceId: _, ...answer }) => answer),
      })),
      awaitingReview: scope.engagement === null ? await countAwaiting(tx, scope.organizationId) : null,
    };
  },
});
