import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page, type VerbArguments } from "#lib/access/index.ts";
import { keysMadeBy } from "#lib/api-keys/index.ts";
import { fileFindings, newestInspections, type FileFinding } from "#lib/inspection/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import { authorName } from "./author-name.ts";
import { answersOf, namesOfAuthors, requestIdsInScope, type AnsweredRequest } from "./evidence-list.repository.ts";
import type { FileFault } from "./file-fault.ts";
import { fileFaults } from "./file-faults.repository.ts";
import { countOwnWaiting, countWaiting, newestNumber, waitingEvidence, type InboxFilter, type WaitingEvidence } from "./inbox.repository.ts";

export const inboxFilterInput = z.strictObject({ controlCode: z.string().min(1).max(64).optional(), sourceKind: z.enum(SourceKind).optional() });

/** What is known of a waiting file before anybody opens it; null for what is no file. */
export type FileFlags = { /** Whether anybody has looked into it. */ known: boolean; /** Why it cannot be had. */ fault: FileFault | null; findings: FileFinding[] } | null;

export type InboxRow = WaitingEvidence & { submitter: string; answers: Omit<AnsweredRequest, "evidenceId">[]; file: FileFlags };

export type Inbox = Page<InboxRow> & {
  /** How many match, and how many wait for this person in all; no further than is told. */
  matching: number;
  waiting: number;
  /** How many of the person's own wait for somebody else. */
  ownWaiting: number;
  /** Of the evidence that was handed in last: what comes in after the person looked has a higher one. */
  upToNumber: number;
};

type Asked = z.output<typeof inboxFilterInput> & { upToNumber?: number | undefined; cursor?: string | undefined; size: number };
type Act = Pick<VerbArguments<unknown>, "tx" | "scope" | "context" | "now">;

const position = z.tuple([z.iso.datetime(), idInput]);

/**
 * What waits for a review by the person who looks: never their own words, nor those of a key of theirs. The longest past
 * first, because a period that is over waits for nobody.
 */
export const listInbox = defineVerb({
  name: "evidence.list_inbox",
  permission: "evidence.review",
  effect: "read",
  input: inboxFilterInput.extend({ cursor: cursorInput, size: pageSizeInput }),
  async run(args): Promise<Inbox> {
    const { tx, scope, input } = args;
    const page = await inboxPage(args, input);
    const everything = { ...page.filter, requestIds: undefined, sourceKind: undefined };
    const isFiltered = input.controlCode !== undefined || input.sourceKind !== undefined;
    const waiting = await countWaiting(tx, scope.organizationId, everything);
    return {
      rows: await described(args, page.rows), nextCursor: page.nextCursor, waiting,
      matching: isFiltered ? await countWaiting(tx, scope.organizationId, page.filter) : waiting,
      ownWaiting: await countOwnWaiting(tx, scope.organizationId, page.filter.own),
      upToNumber: await newestNumber(tx, scope.organizationId),
    };
  },
});

/** A stretch of the inbox of whoever acts. */
export async function inboxPage({ tx, scope, context }: Act, { controlCode, sourceKind, upToNumber, cursor, size }: Asked): Promise<Page<WaitingEvidence> & { filter: InboxFilter }> {
  const self = actorId(context.actor);
  const filter: InboxFilter = {
    requestIds: controlCode === undefined ? undefined : await requestIdsInScope(tx, scope, { controlCode }),
    sourceKind, upToNumber, own: [self, ...(await keysMadeBy(tx, scope.organizationId, self))],
  };
  const at = cursor === undefined ? undefined : decodeCursor(position, cursor);
  const found = await waitingEvidence(tx, scope.organizationId, filter, at === undefined ? undefined : { speaksUntil: new Date(at[0]), id: at[1] }, size + 1);
  return { ...pageOf(found, size, (row) => [row.speaksUntil.toISOString(), row.id]), filter };
}

async function described({ tx, scope, now }: Act, rows: readonly WaitingEvidence[]): Promise<InboxRow[]> {
  const { organizationId } = scope;
  const answers = Map.groupBy(await answersOf(tx, scope, rows.map((row) => row.id)), (one) => one.evidenceId);
  const names = await namesOfAuthors(tx, organizationId, rows.map((row) => row.submittedBy));
  const files = rows.flatMap(({ blobSha256 }) => blobSha256 ?? []);
  const inspections = await newestInspections(tx, organizationId, files);
  const faults = await fileFaults(tx, organizationId, rows.map((row) => row.id), now);
  const flagsOf = ({ id, blobSha256, fileName }: WaitingEvidence): FileFlags => {
    if (blobSha256 === null) return null;
    const inspection = inspections.get(blobSha256);
    return { known: inspection !== undefined, fault: faults.get(id) ?? null, findings: inspection === undefined ? [] : fileFindings(fileName ?? "", inspection) };
  };
  return rows.map((row) => ({
    ...row, submitter: authorName(row.submittedBy, names), file: flagsOf(row),
    answers: (answers.get(row.id) ?? []).map(({ evidenceId: _, ...answer }) => answer),
  }));
}
