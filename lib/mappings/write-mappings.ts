import type { VerbArguments } from "#lib/access/index.ts";
import { findFramework, requirementsOf } from "#lib/frameworks/index.ts";
import { insertMappings, requireControls, type MappingRecord } from "#lib/controls/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { lockMappings, pairKey, versionsOfPairs, type Pair } from "./mappings.repository.ts";

type Arguments = Pick<VerbArguments<unknown>, "tx" | "scope" | "context" | "now" | "audit">;

/** What shall hold of one pair from now on. */
export type Wanted = Pair & Pick<MappingRecord, "strength" | "rationale" | "origin" | "retracted">;

/** What was changed of which edition, so that it can be taken back. */
export type ChangedMappings = { frameworkKey: string; pairs: (Pair & { versionId: string })[] };

/**
 * Writes what differs between what holds of pairs and what shall hold. A mapping that holds so already, and a retraction
 * of what does not hold, write nothing.
 *
 * @throws AppError not_found for an edition, a requirement or a control that is not there
 */
export async function writeMappings(args: Arguments, frameworkKey: string, wanted: readonly Wanted[], action: "mapping.changed" | "mapping.retracted" | "mapping.undone"): Promise<ChangedMappings> {
  const { tx, scope, context, now, audit } = args;
  const { organizationId } = context;
  const controls = await requirePairs(args, frameworkKey, wanted);
  await lockMappings(tx, organizationId);
  const last = await versionsOfPairs(tx, organizationId, frameworkKey, wanted);
  const versions = wanted.flatMap((one): MappingRecord[] => {
    const before = last.get(pairKey(one));
    if (before === undefined ? one.retracted : isSame(before, one)) return [];
    // A version counts by its effective time first: none may lie before the one that it follows.
    const effectiveFrom = before !== undefined && before.effectiveFrom > now ? before.effectiveFrom : now;
    return [{ id: newId("map", now.getTime()), controlId: one.controlId, frameworkKey, requirementCode: one.requirementCode, strength: one.strength, rationale: one.rationale, origin: one.origin, retracted: one.retracted, effectiveFrom, recordedAt: now }];
  });
  await insertMappings(tx, scope.organizationId, versions);
  for (const [controlId, ofControl] of Map.groupBy(versions, (one) => one.controlId)) {
    await audit({
      action, subjectKind: "control", subjectId: controlId,
      changes: { code: controls.get(controlId) ?? "", framework: frameworkKey, requirements: ofControl.map((one) => `${one.requirementCode} ${one.retracted ? "retracted" : one.strength}`) },
    });
  }
  return { frameworkKey, pairs: versions.map(({ id, controlId, requirementCode }) => ({ controlId, requirementCode, versionId: id })) };
}

function isSame(before: MappingRecord, wanted: Wanted): boolean {
  if (before.retracted || wanted.retracted) return before.retracted === wanted.retracted;
  return before.strength === wanted.strength && before.rationale === wanted.rationale && before.origin === wanted.origin;
}

/** Codes of the controls by id. */
async function requirePairs({ tx, scope }: Arguments, frameworkKey: string, pairs: readonly Pair[]): Promise<Map<string, string>> {
  if ((await findFramework(tx, frameworkKey)) === null) throw notFound("framework");
  const known = new Set((await requirementsOf(tx, [frameworkKey])).map((one) => one.code));
  if (pairs.some((one) => !known.has(one.requirementCode))) throw notFound("requirement");
  const controls = await requireControls(tx, scope, [...new Set(pairs.map((one) => one.controlId))]);
  return new Map(controls.map((one) => [one.id, one.code]));
}
