import type { MappingOrigin, MappingStrength } from "#prisma/generated/enums.ts";
import { worstStatus, type Status } from "#lib/status/index.ts";

/** A control that a requirement is mapped to, with the control's own status. */
export type MappedControl = {
  controlId: string;
  code: string;
  title: string;
  status: Status;
  proven: number;
  total: number;
  strength: MappingStrength;
  origin: MappingOrigin;
  rationale: string;
};

/** Why nothing satisfies a requirement: only contributions, or no mapping at all. */
export type RequirementGap = "only_contributed" | "unmapped";

export type RequirementStanding = { status: Status; gap: RequirementGap | null };

/**
 * Status of a requirement: the gravest of the controls that satisfy it. A requirement that controls only contribute to
 * is a gap, however good they are, and nothing is known to satisfy it.
 */
export function requirementStanding(controls: readonly Pick<MappedControl, "strength" | "status">[]): RequirementStanding {
  const satisfying = controls.filter((one) => one.strength === "satisfies");
  if (satisfying.length > 0) return { status: worstStatus(satisfying.map((one) => one.status)), gap: null };
  return { status: "not_yet_known", gap: controls.length > 0 ? "only_contributed" : "unmapped" };
}

/** Controls that a text names before it only counts the others. */
const NAMED = 4;

type Missing = Pick<MappedControl, "code" | "strength" | "status" | "proven" | "total">;

/** What is missing for a requirement, in a few words; empty when it is proven. */
export function gapText(controls: readonly Missing[]): string {
  const { status, gap } = requirementStanding(controls);
  if (gap === "unmapped") return "No control is mapped to it";
  if (gap === "only_contributed") return `No control satisfies it; ${list(controls.map((one) => one.code))} ${controls.length === 1 ? "contributes" : "contribute"}`;
  if (status === "met") return "";
  const short = controls.filter((one) => one.strength === "satisfies" && one.status !== "met");
  const more = short.length > NAMED ? `; ${short.length - NAMED} more` : "";
  return short.slice(0, NAMED).map((one) => `${one.code}: ${one.proven} of ${one.total} ${one.total === 1 ? "request" : "requests"} proven`).join("; ") + more;
}

function list(all: readonly string[]): string {
  const words = all.length > NAMED + 1 ? [...all.slice(0, NAMED), `${all.length - NAMED} more`] : all;
  return words.length < 3 ? words.join(" and ") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
