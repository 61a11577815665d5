import { effectiveAfter } from "#lib/platform/as-of.ts";
import { newId } from "#lib/platform/ids.ts";
import type { MappingRecord } from "./adoption.repository.ts";
import type { AdoptArguments, LibraryControl } from "./library-input.ts";

/**
 * The mappings of one control that differ from those recorded last, and retractions of those that the library no
 * longer has. Mappings that the organization made itself (origin `customer`) are its own to retract, by a control given whole.
 */
export function changedMappings({ now, effectiveFrom, whole = false, approval: given = null }: AdoptArguments, controlId: string, control: LibraryControl, last: readonly MappingRecord[], isNew: boolean): MappingRecord[] {
  // A new control has no mappings of before: its first ones are no change that anybody approves.
  const written = { recordedAt: now, approval: isNew ? null : given };
  const keyOf = (framework: string, requirement: string): string => `${framework} ${requirement}`;
  const before = new Map(last.map((one) => [keyOf(one.frameworkKey, one.requirementCode), one]));
  const wanted = new Set(control.mappings.map((one) => keyOf(one.framework, one.requirement)));
  const changed: MappingRecord[] = control.mappings.flatMap((one) => {
    const known = before.get(keyOf(one.framework, one.requirement));
    if (known !== undefined && !known.retracted && known.strength === one.relation && known.origin === one.origin && known.rationale === one.rationale) return [];
    return [{
      id: newId("map", now.getTime()), controlId, frameworkKey: one.framework, requirementCode: one.requirement,
      strength: one.relation, rationale: one.rationale, origin: one.origin, retracted: false, effectiveFrom: effectiveAfter(known, effectiveFrom, now), ...written,
    }];
  });
  const gone = last.filter((one) => !one.retracted && (whole || one.origin !== "customer") && !wanted.has(keyOf(one.frameworkKey, one.requirementCode)));
  const retractions = gone.map((one): MappingRecord => ({
    id: newId("map", now.getTime()), controlId, frameworkKey: one.frameworkKey, requirementCode: one.requirementCode,
    strength: one.strength, rationale: whole ? "No longer in the control's file." : "No longer in the library.", origin: one.origin, retracted: true, effectiveFrom: effectiveAfter(one, effectiveFrom, now), ...written,
  }));
  return [...changed, ...retractions];
}
