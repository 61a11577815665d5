import type { Scope } from "#lib/access/index.ts";
import { isProven } from "#lib/evidence/client.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { controlStandings, type ControlStanding } from "./control-standing.repository.ts";
import { mappingsInForce } from "./mappings.repository.ts";
import { requirementStanding, type MappedControl, type RequirementStanding } from "./requirement-status.ts";

/** The controls mapped into frameworks now, and by `framework code` what each requirement rests on. */
export type MappedControls = { controls: ControlStanding[]; byRequirement: Map<string, MappedControl[]> };

/** Reads mappings and control statuses of one framework once. */
export async function mappedControls(tx: TenantTransaction, scope: Scope, now: Date, frameworkKey: string): Promise<MappedControls> {
  const asOf = asOfNow(now);
  const mappings = await mappingsInForce(tx, scope, asOf, { frameworkKey });
  const controls = await controlStandings(tx, scope, [...new Set(mappings.map((one) => one.controlId))], asOf, now);
  const standing = new Map(controls.map((one) => [one.controlId, one]));
  const byRequirement = new Map<string, MappedControl[]>();
  for (const { controlId, frameworkKey: key, requirementCode, strength, origin, rationale } of mappings) {
    const control = standing.get(controlId);
    if (control === undefined) continue;
    const { status, proven, total } = control.standing;
    const mapped = { controlId, code: control.code, title: control.title, status, proven, total, strength, origin, rationale };
    byRequirement.set(`${key} ${requirementCode}`, [...(byRequirement.get(`${key} ${requirementCode}`) ?? []), mapped]);
  }
  return { controls, byRequirement };
}

/** What of a mapped control is counted by. */
export type CountedControl = Pick<MappedControl, "strength" | "status">;

/** How requirements stand, counted; the five parts add up to `total`. */
export type RequirementCounts = {
  total: number;
  /** Satisfied by a control, and proven now. */
  proven: number;
  /** Satisfied by a control that is not proven now. */
  unproven: number;
  /** Satisfied by controls for which nothing was ever collected: neither good nor bad is known of it. */
  notYetKnown: number;
  onlyContributed: number;
  unmapped: number;
};

export function countRequirements(standings: readonly (RequirementStanding & { controls: readonly CountedControl[] })[]): RequirementCounts {
  const satisfied = standings.filter((one) => one.gap === null);
  const proven = satisfied.filter((one) => isProven(one.status)).length;
  const notYetKnown = satisfied.filter((one) => one.controls.every(isUnknown)).length;
  return {
    total: standings.length,
    proven,
    unproven: satisfied.length - proven - notYetKnown,
    notYetKnown,
    onlyContributed: standings.filter((one) => one.gap === "only_contributed").length,
    unmapped: standings.filter((one) => one.gap === "unmapped").length,
  };
}

/** Whether a control tells nothing about what it satisfies; one that only contributes never does. */
function isUnknown({ strength, status }: CountedControl): boolean {
  return strength !== "satisfies" || status === "never_collected" || status === "not_yet_known";
}

export function standingOf(mapped: MappedControls, frameworkKey: string, code: string): RequirementStanding & { controls: MappedControl[] } {
  const controls = mapped.byRequirement.get(`${frameworkKey} ${code}`) ?? [];
  return { ...requirementStanding(controls), controls };
}
