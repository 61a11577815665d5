import { z } from "zod";
import { defineVerb, idInput, memberNames, roleHolds } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { authorsOf, otherApprovers } from "./record-text-step.ts";
import { findTextHeads, findTexts, findTextsOf, type TextHead } from "./rule-text.repository.ts";
import { inForce, stageOf, type RuleTextVersion } from "./rule-text.ts";
import type { TextStage } from "./words.ts";

export type RuleTextRow = Omit<TextHead, "steps"> & { stage: TextStage; savedByName: string; /** Whether who looks wrote or proposed it. */ own: boolean };

/** Texts of the organization: of each subject the newest version, and the one in force where that is another. The newest first. */
export const listRuleTexts = defineVerb({
  name: "rules.list_texts",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context }): Promise<RuleTextRow[]> {
    const { organizationId } = context;
    const heads = await findTextHeads(tx, organizationId);
    const names = await memberNames(tx, organizationId, heads.map(({ savedBy }) => savedBy));
    const bySubject = Map.groupBy(heads, ({ kind, subject }) => `${kind} ${subject}`);
    const self = actorId(context.actor);
    return heads.map(({ steps, ...head }) => ({
      ...head,
      stage: stageOf({ version: head.version, steps }, bySubject.get(`${head.kind} ${head.subject}`) ?? []),
      savedByName: names.get(head.savedBy) ?? "Tickmark",
      own: authorsOf({ savedBy: head.savedBy, steps }).includes(self),
    }));
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
