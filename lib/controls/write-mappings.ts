import type { VerbArguments } from "#lib/access/index.ts";
import { findFramework, requirementsOf } from "#lib/frameworks/index.ts";
import { effectiveAfter } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { insertMappings, type MappingRecord } from "./adoption.repository.ts";
import type { Approval } from "./approval.ts";
import { lockControls } from "./controls.repository.ts";
import { pairKey, versionsOfPairs, type Pair } from "./mapping-pairs.repository.ts";
import { requireControls, requireHeld } from "./require-controls.ts";

type Arguments = Pick<VerbArguments<unknown>, "tx" | "scope" | "context" | "now" | "audit">;

/** What shall hold of one pair from now on. */
export type WantedMapping = Pair & Pick<MappingRecord, "strength" | "rationale" | "origin" | "retracted">;

export type MappingAction = "mapping.changed" | "mapping.retracted" | "mapping.undone";

/** How it is written: what the audit trail calls it, who stands behind it, and from when it holds (now unless said otherwise). */
export type HowWritten = { action: MappingAction; approval: Approval | null; effectiveFrom?: Date };

/**
 * Writes what differs between what holds of pairs of one edition and what shall hold. A mapping that holds so already, and a
 * retraction of what does not hold, write nothing.
 *
 * @throws AppError not_found for an edition, a requirement or a control that is not there; precondition_failed for a
 *   mapping of a control that is retired
 */
export async function writeMappings(args: Arguments, frameworkKey: string, wanted: readonly WantedMapping[], { action, approval, effectiveFrom: from = args.now }: HowWritten): Promise<MappingRecord[]> {
  const { tx, scope, context, now, audit } = args;
  const controls = await requirePairs(args, frameworkKey, wanted);
  await lockControls(tx, context.organizationId);
  await requireHeld(tx, scope, wanted.filter((one) => !one.retracted).map((one) => one.controlId), now);
  const last = await versionsOfPairs(tx, context.organizationId, frameworkKey, wanted);
  const versions = wanted.flatMap((one): MappingRecord[] => {
    const before = last.get(pairKey(one));
    if (isAsWanted(before, one)) return [];
    // A version counts by its effective time first: none may lie before the one that it follows.
    const effectiveFrom = effectiveAfter(before, before !== undefined && before.effectiveFrom > from ? before.effectiveFrom : from, now);
    return [{ id: newId("map", now.getTime()), controlId: one.controlId, frameworkKey, requirementCode: one.requirementCode, strength: one.strength, rationale: one.rationale, origin: one.origin, retracted: one.retracted, effectiveFrom, recordedAt: now, approval }];
  });
  await insertMappings(tx, scope.organizationId, versions);
  for (const [controlId, ofControl] of Map.groupBy(versions, (one) => one.controlId)) {
    await audit({
      action, subjectKind: "control", subjectId: controlId,
      changes: { code: controls.get(controlId) ?? "", framework: frameworkKey, requirements: ofControl.map((one) => `${one.requirementCode} ${one.retracted ? "retracted" : one.strength}`), ...(approval === null ? {} : { approval: approval.kind }) },
    });
  }
  return versions;
}

/** Whether a pair is as somebody wants it; one that never was is as good as retracted. */
export function isAsWanted(before: Pick<MappingRecord, "strength" | "rationale" | "origin" | "retracted"> | undefined, wanted: WantedMapping): boolean {
  if (before === undefined) return wanted.retracted;
  if (before.retracted || wanted.retracted) return before.retracted === wanted.retracted;
  return before.strength === wanted.strength && before.rationale === wanted.rationale && before.origin === wanted.origin;
}

/**
 * Codes of the controls by id.
 *
 * @throws AppError not_found for an edition, a requirement or a control that is not there
 */
export async function requirePairs({ tx, scope }: Pick<Arguments, "tx" | "scope">, frameworkKey: string, pairs: readonly Pair[]): Promise<Map<string, string>> {
  if ((await findFramework(tx, frameworkKey)) === null) throw notFound("framework");
  const known = new Set((await requirementsOf(tx, [frameworkKey])).map((one) => one.code));
  if (pairs.some((one) => !known.has(one.requirementCode))) throw notFound("requirement");
  const controls = await requireControls(tx, scope, [...new Set(pairs.map((one) => one.controlId))]);
  return new Map(controls.map((one) => [one.id, one.code]));
}
