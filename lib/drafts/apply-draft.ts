import type { VerbArguments } from "#lib/access/index.ts";
import {
  contentOf, insertControlVersions, lastRecordedVersion, nextVersion, pairKey, versionsOf, versionsOfPairs, writeMappings, isAsWanted, type Approval, type ControlVersionRow, type MappingOfPair,
} from "#lib/controls/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { APPROVED_PARTS, type ApprovedPart, type ProposedMapping } from "./draft.ts";
import type { DraftRevision, StoredDraft } from "./draft.repository.ts";
import { effectiveInstant, zoneOf } from "./effective-day.ts";
import { mergeParts, type Conflict } from "./merge.ts";

type Reader = Pick<VerbArguments<unknown>, "tx" | "context">;

/** A draft held against what was recorded last: what would be written, and what somebody else changed since it was begun. */
export type Comparison = {
  base: ControlVersionRow;
  last: ControlVersionRow;
  texts: Record<ApprovedPart, string>;
  conflicts: Conflict<ApprovedPart>[];
  mappings: { wanted: ProposedMapping; before: MappingOfPair | null; /** Somebody changed it since, to something else than is wanted. */ moved: boolean }[];
};

export function partsOf(version: Pick<ControlVersionRow, ApprovedPart>): Record<ApprovedPart, string> {
  return { statement: version.statement, scope: version.scope };
}

/** @throws AppError not_found when the control has no version */
export async function compareDraft({ tx, context: { organizationId } }: Reader, controlId: string, proposed: Pick<DraftRevision, "baseVersion" | "mappings" | ApprovedPart>): Promise<Comparison> {
  const versions = await versionsOf(tx, organizationId, controlId);
  const [base, last] = [versions.find((one) => one.version === proposed.baseVersion), versions.at(-1)];
  if (base === undefined || last === undefined) throw notFound("control");
  const [from, theirs] = [partsOf(base), partsOf(last)];
  const mine = { statement: proposed.statement ?? from.statement, scope: proposed.scope ?? from.scope };
  const { texts, conflicts } = mergeParts(APPROVED_PARTS, from, theirs, mine);
  const mappings: Comparison["mappings"] = [];
  for (const [frameworkKey, ofFramework] of Map.groupBy(proposed.mappings, (one) => one.frameworkKey)) {
    const now = await versionsOfPairs(tx, organizationId, frameworkKey, ofFramework.map(({ requirementCode }) => ({ controlId, requirementCode })));
    for (const wanted of ofFramework) {
      const before = now.get(pairKey({ controlId, requirementCode: wanted.requirementCode })) ?? null;
      mappings.push({ wanted, before, moved: (before?.id ?? null) !== wanted.base && !isAsWanted(before ?? undefined, { controlId, ...wanted }) });
    }
  }
  return { base, last, texts, conflicts, mappings };
}

/** Whether a draft cannot be applied as it is. */
function isOutdated({ conflicts, mappings }: Comparison): boolean {
  return conflicts.length > 0 || mappings.some((one) => one.moved);
}

/**
 * Writes what a draft proposes: a version of the control and versions of its mappings, in the caller's transaction, each naming
 * who stands behind it.
 *
 * @throws AppError conflict when somebody changed since what the draft changes
 */
export async function applyDraft(args: VerbArguments<unknown>, draft: StoredDraft, approval: Approval): Promise<void> {
  const { tx, context, now } = args;
  const comparison = await compareDraft(args, draft.controlId, draft.newest);
  if (isOutdated(comparison)) {
    throw new AppError("conflict", "draft_outdated", `Somebody changed ${draft.code} since this was proposed, in the same places. Its author has to bring both together first; nothing was changed.`);
  }
  const zone = await zoneOf(args);
  const from = effectiveInstant(draft.newest.effectiveDay, zone, now);
  const effectiveFrom = from < comparison.last.effectiveFrom ? comparison.last.effectiveFrom : from;
  const version = nextVersion({ context, now }, draft.controlId, comparison.last, { ...contentOf(comparison.last), ...comparison.texts }, { effectiveFrom, approval });
  if (version !== null) await insertControlVersions(tx, context.organizationId, [version]);
  for (const [frameworkKey, ofFramework] of Map.groupBy(draft.newest.mappings, (one) => one.frameworkKey)) {
    const wanted = ofFramework.map(({ requirementCode, strength, rationale, origin, retracted }) => ({ controlId: draft.controlId, requirementCode, strength, rationale, origin, retracted }));
    await writeMappings(args, frameworkKey, wanted, { action: "mapping.changed", approval, effectiveFrom: from });
  }
}

/** The title of a control as it was recorded last, for whoever is told of a draft. */
export async function titleOf({ tx, context }: Reader, controlId: string): Promise<string> {
  return (await lastRecordedVersion(tx, context.organizationId, controlId))?.title ?? "";
}
