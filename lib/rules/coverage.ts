import type { RuleRow } from "./list-rules.ts";

/**
 * How a thing is watched by rules that raise alerts. `none`: no rule serves it. `off`: every one is disabled,
 * quarantined or failing. `unknown`: some are enabled, and no log was read with any of them. `partly`: some are in force, others are off.
 * `quiet`: all are in force and none ever fired, so that nobody can tell quiet from blind. `watched`: one has fired here.
 */
const COVERAGE_STANDINGS = ["none", "off", "unknown", "partly", "quiet", "watched"] as const;
export type CoverageStanding = (typeof COVERAGE_STANDINGS)[number];

type Counted = Pick<RuleRow, "ruleKey" | "title" | "state" | "raisesAlerts" | "alerts" | "lastRaisedAt">;

export type CoverageRow = {
  key: string;
  title: string;
  /** What it belongs to: a tactic, a group of the matrix. */
  group: string;
  standing: CoverageStanding;
  /** Rules that raise alerts and are in force, and were run. */
  inForce: number;
  notRun: number;
  disabled: number;
  quarantined: number;
  /** Blind to their own examples. */
  failing: number;
  /** In force, and never raised an alert: quiet, or blind; nobody can say which. */
  neverFired: number;
  /** Null: none of them ever fired. */
  lastFiredAt: Date | null;
  rules: { ruleKey: string; title: string; state: RuleRow["state"] }[];
};

/** How one thing is watched by the rules that serve it. Building blocks watch nothing by themselves. */
export function coverageOf(thing: { key: string; title: string; group: string }, rules: readonly Counted[]): CoverageRow {
  const raising = rules.filter(({ raisesAlerts, state }) => raisesAlerts && state !== "retired");
  const count = (state: RuleRow["state"]): number => raising.filter((rule) => rule.state === state).length;
  const [inForce, notRun, disabled, quarantined, failing] = [count("in_force"), count("not_run_yet"), count("disabled"), count("quarantined"), count("failing")];
  const fired = raising.flatMap(({ lastRaisedAt }) => (lastRaisedAt === null ? [] : [lastRaisedAt.getTime()]));
  return {
    ...thing,
    standing: standingOf(inForce, notRun, disabled + quarantined + failing, fired.length > 0),
    inForce, notRun, disabled, quarantined, failing,
    neverFired: raising.filter(({ state, alerts }) => state === "in_force" && alerts === 0).length,
    lastFiredAt: fired.length === 0 ? null : new Date(Math.max(...fired)),
    rules: raising.map(({ ruleKey, title, state }) => ({ ruleKey, title, state })),
  };
}

function standingOf(inForce: number, notRun: number, off: number, fired: boolean): CoverageStanding {
  if (inForce + notRun + off === 0) return "none";
  if (inForce + notRun === 0) return "off";
  if (off > 0) return "partly";
  if (inForce === 0) return "unknown";
  return fired ? "watched" : "quiet";
}

/** The worst first; what stands alike, by name. */
export function gapsFirst(rows: readonly CoverageRow[]): CoverageRow[] {
  return [...rows].sort((a, b) => COVERAGE_STANDINGS.indexOf(a.standing) - COVERAGE_STANDINGS.indexOf(b.standing) || a.group.localeCompare(b.group, "en") || a.key.localeCompare(b.key, "en"));
}
