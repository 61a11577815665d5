import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, memberNames, pageOf, pageSizeInput, roleHolds, type Page, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { countWaiting, findListedTexts, findWaitingPacks, type ListedText, type WaitingPack } from "./listed-text.repository.ts";
import { authorsOf, otherApprovers } from "./record-text-step.ts";
import { findTexts, findTextsOf } from "./rule-text.repository.ts";
import { inForce, stageOf, type RuleTextVersion } from "./rule-text.ts";
import { LISTED_STAGES, TEXT_ORIGINS, type TextStage } from "./words.ts";

export type RuleTextRow = Omit<ListedText, "steps"> & { savedByName: string; /** Whether who looks wrote or proposed it. */ own: boolean };

const cursorKey = z.tuple([idInput]);

/** Texts of the organization: of each subject the newest version, and the one in force where that is another. The newest first. @throws AppError validation when the cursor is none of this list */
export const listRuleTexts = defineVerb({
  name: "rules.list_texts",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({
    /** Only what is called by these words: title, rule's id, control, author or licence. */
    text: z.string().trim().min(1).max(100).optional(),
    stage: z.enum(LISTED_STAGES).optional(),
    origin: z.enum(TEXT_ORIGINS).optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run(args): Promise<Page<RuleTextRow>> {
    const { tx, context: { organizationId }, input: { cursor, size, ...filter } } = args;
    const before = cursor === undefined ? undefined : decodeCursor(cursorKey, cursor)[0];
    const page = pageOf(await findListedTexts(tx, organizationId, filter, before, size + 1), size, ({ id }) => [id]);
    return { ...page, rows: await withNames(args, page.rows) };
  },
});

async function withNames({ tx, context }: Pick<VerbArguments<unknown>, "tx" | "context">, rows: readonly ListedText[]): Promise<RuleTextRow[]> {
  const names = await memberNames(tx, context.organizationId, rows.map(({ savedBy }) => savedBy));
  const self = actorId(context.actor);
  return rows.map(({ steps, ...row }) => ({ ...row, savedByName: names.get(row.savedBy) ?? "Tickmark", own: authorsOf({ savedBy: row.savedBy, steps }).includes(self) }));
}

/** Archives whose decision is offered on the page of texts. */
const PACKS_SHOWN = 20;

export type WaitingTexts = {
  /** Archives that wait, the newest first, no more than are shown at once. */
  packs: (Omit<WaitingPack, "importedBy"> & { by: string })[];
  /** Texts that wait, archives' among them, and those of others; no further than `COUNT_LOOKS`. */
  all: number;
  others: number;
};

/** What of the texts waits for review, and for whose. */
export const readWaitingTexts = defineVerb({
  name: "rules.read_waiting_texts",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context }): Promise<WaitingTexts> {
    const { organizationId } = context;
    const self = actorId(context.actor);
    const found = await findWaitingPacks(tx, organizationId, self, PACKS_SHOWN);
    const names = await memberNames(tx, organizationId, found.map(({ importedBy }) => importedBy));
    return { packs: found.map(({ importedBy, ...pack }) => ({ ...pack, by: names.get(importedBy) ?? "Tickmark" })), ...(await countWaiting(tx, organizationId, self)) };
  },
});

export type RuleTextStepView = { step: RuleTextVersion["steps"][number]["step"]; alone: boolean; reason: string; by: string; at: Date };
export type RuleTextView = Omit<RuleTextVersion, "steps"> & {
  stage: TextStage;
  savedByName: string;
  steps: RuleTextStepView[];
  /** Every version of the subject, the newest first. */
  versions: { id: string; version: number; stage: TextStage; savedAt: Date; savedByName: string; reason: string }[];
  /** The version in force, to compare with; null when there is none, or it is this one. */
  inForce: { id: string; version: number; text: string } | null;
  may: { hunt: boolean; edit: boolean; propose: boolean; approve: boolean; withdraw: boolean; end: boolean };
  /** Who could approve it, besides its authors. */
  approvers: string[];
};

/** One version of a text of the organization. @throws AppError not_found */
export const readRuleText = defineVerb({
  name: "rules.read_text",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({ textId: idInput }),
  async run(args): Promise<RuleTextView> {
    const { tx, context, input } = args;
    const { organizationId } = context;
    const [found] = await findTexts(tx, organizationId, [input.textId]);
    if (found === undefined) throw notFound("rule text");
    const versions = await findTextsOf(tx, organizationId, found.kind, [found.subject]);
    const stage = stageOf(found, versions);
    const approvers = await otherApprovers(args, authorsOf(found));
    const names = await memberNames(tx, organizationId, [...versions.map(({ savedBy }) => savedBy), ...found.steps.map(({ recordedBy }) => recordedBy), ...approvers]);
    const nameOf = (id: string): string => names.get(id) ?? "Tickmark";
    const [current] = inForce(versions);
    const self = actorId(context.actor);
    const manages = context.actor.kind === "member" && roleHolds(context.actor.role, "rules.manage");
    const own = authorsOf(found).includes(self);
    return {
      ...found,
      stage,
      savedByName: nameOf(found.savedBy),
      steps: [...found.steps].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime()).map(({ step, alone, reason, recordedBy, recordedAt }) => ({ step, alone, reason, by: nameOf(recordedBy), at: recordedAt })),
      versions: versions.map((one) => ({ id: one.id, version: one.version, stage: stageOf(one, versions), savedAt: one.savedAt, savedByName: nameOf(one.savedBy), reason: one.reason })),
      inForce: current === undefined || current.id === found.id ? null : { id: current.id, version: current.version, text: current.text },
      may: {
        hunt: context.actor.kind === "member" && roleHolds(context.actor.role, "hunts.run"),
        edit: manages && found.version === versions[0]?.version,
        propose: manages && stage === "draft" && found.kind === "rule",
        approve: manages && stage === "proposed" && !own,
        withdraw: stage === "proposed" && own,
        end: manages && stage === "in_force",
      },
      approvers: approvers.map(nameOf).sort(),
    };
  },
});
