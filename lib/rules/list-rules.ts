import { z } from "zod";
import { decodeCursor, defineVerb, pageOf, type Page } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { isBaselineKey } from "./baseline-rules.ts";
import { findFirings, findNewestVersions } from "./rule.repository.ts";
import { rulesInForce, severityOf, standingOf } from "./rules-in-force.ts";
import type { RuleStandingState } from "./words.ts";

/** Alerts counted per version of a rule; beyond, a list says "or more". */
export const COUNTED_FIRINGS = 10_000;
const RULES_MAX = 5000;

/** `shipped` with Tickmark, written by the organization (`own`), or `imported` by it from an archive. */
export type RuleOrigin = "shipped" | "own" | "imported";

export type RuleRow = {
  ruleKey: string;
  title: string;
  severity: Severity;
  controlCodes: string[];
  tags: string[];
  /**
   * `in_force`: its text has been run. `not_run_yet`: no log was read with it yet. `disabled`, `quarantined`: it raises nothing. `failing`: it does not find its own examples.
   * `retired`: it is there no longer.
   */
  state: "in_force" | "not_run_yet" | "disabled" | "quarantined" | "failing" | "retired";
  origin: RuleOrigin;
  /** Whether filters or a severity of the organization are in force on it. */
  tuned: boolean;
  author: string | null;
  license: string | null;
  /** Rows of the audit logging matrix that it serves. */
  matrix: readonly string[];
  /** False for a building block, which only serves the rules that count it. */
  raisesAlerts: boolean;
  alerts: number;
  lastRaisedAt: Date | null;
};

/** What the organization ran so far, for one control or for all, and how often it fired. */
export const listRecordedRules = defineVerb({
  name: "rules.list",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({ controlCode: z.string().min(1).max(64).optional() }),
  async run({ tx, context, input: { controlCode } }) {
    const versions = await findNewestVersions(tx, context.organizationId, RULES_MAX, controlCode);
    const firings = await findFirings(tx, context.organizationId, versions.map((version) => version.ruleKey), COUNTED_FIRINGS);
    return { versions, firings };
  },
});

/**
 * Every rule: those in force, and those that the organization ran before. Those that raise alerts come first, then by
 * severity and title.
 *
 * @param of only the rules of this control
 */
export async function listRules(context: Context, of: { controlCode?: string } = {}): Promise<RuleRow[]> {
  const rules = await rulesInForce(context);
  const { versions, firings } = await listRecordedRules(context, of);
  const ran = new Set(versions.map((version) => `${version.ruleKey} ${version.sha256}`));
  const fired = new Map(firings.map((firing) => [firing.ruleKey, firing]));
  const info = new Map(rules.ruleSet.rules.map((rule) => [rule.id, rule]));
  const row = (text: Pick<RuleRow, "ruleKey" | "title" | "severity" | "controlCodes" | "tags">, state: RuleRow["state"]): RuleRow => {
    const rule = info.get(text.ruleKey);
    const own = rules.ownTexts.get(text.ruleKey);
    return {
      ruleKey: text.ruleKey,
      title: text.title,
      severity: rule === undefined ? text.severity : severityOf(rules, rule),
      controlCodes: text.controlCodes,
      tags: text.tags,
      state,
      origin: originOf(own),
      tuned: rules.tunings.has(text.ruleKey),
      author: rule?.author ?? own?.author ?? null,
      // A rule that states none is under that of the archive it came in.
      license: rule?.license ?? own?.license ?? null,
      matrix: rule?.matrix ?? [],
      raisesAlerts: rule?.raisesHits ?? true,
      alerts: fired.get(text.ruleKey)?.alerts ?? 0,
      lastRaisedAt: fired.get(text.ruleKey)?.lastRaisedAt ?? null,
    };
  };
  const inForce = rules.texts.map((text) => row(text, stateOf(standingOf(rules, text.ruleKey), ran.has(`${text.ruleKey} ${text.sha256}`))));
  // A rule that cannot be compiled is none of the set, and all the more to be seen.
  const failing = rules.failing.flatMap(({ text }) => text.ruleKeys.filter((key) => !info.has(key)).map((ruleKey) => ({ ...row({ ruleKey, title: text.title, severity: "medium", controlCodes: [...text.controlCodes], tags: [] }, "quarantined"), origin: originOf(text) })));
  const gone = versions.filter(({ ruleKey }) => !info.has(ruleKey) && !failing.some((one) => one.ruleKey === ruleKey)).map((version) => row(version, isBaselineKey(version.ruleKey) ? "in_force" : "retired"));
  const { controlCode } = of;
  return [...inForce, ...failing, ...gone].filter(({ controlCodes }) => controlCode === undefined || controlCodes.includes(controlCode)).sort(byWeight);
}

/** What a rule does, by its standing and whether its text was run. */
export function stateOf(standing: RuleStandingState, wasRun: boolean): RuleRow["state"] {
  if (standing !== "enabled") return standing;
  return wasRun ? "in_force" : "not_run_yet";
}

/** Where a rule comes from, by the text of the organization that it stands in. */
export function originOf(text: { packId: string | null } | undefined): RuleOrigin {
  if (text === undefined) return "shipped";
  return text.packId === null ? "own" : "imported";
}

const RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

type Placed = Pick<RuleRow, "raisesAlerts" | "severity" | "title" | "ruleKey">;

function byWeight(a: Placed, b: Placed): number {
  if (a.raisesAlerts !== b.raisesAlerts) return a.raisesAlerts ? -1 : 1;
  return RANK[a.severity] - RANK[b.severity] || a.title.localeCompare(b.title, "en") || (a.ruleKey < b.ruleKey ? -1 : 1);
}

/** Rules of one page of their list: an imported collection has thousands. */
const RULES_PER_PAGE = 100;
const cursorKey = z.tuple([z.literal(1).or(z.literal(0)), z.enum(Severity), z.string().max(1000), z.string().max(256)]);

/**
 * A page of rules in the order of {@link listRules}, from where a cursor points: at a place among rules, so a rule that is
 * gone meanwhile loses none of the others.
 *
 * @throws AppError validation when the cursor is none of this list
 */
export function pageOfRules(rows: readonly RuleRow[], { cursor, size = RULES_PER_PAGE }: { cursor: string | undefined; size?: number }): Page<RuleRow> {
  let ahead = [...rows];
  if (cursor !== undefined) {
    const [raises, severity, title, ruleKey] = decodeCursor(cursorKey, cursor);
    const last = { raisesAlerts: raises === 1, severity, title, ruleKey };
    ahead = ahead.filter((row) => row.ruleKey !== ruleKey && byWeight(last, row) < 0);
  }
  return pageOf(ahead, size, (row) => [row.raisesAlerts ? 1 : 0, row.severity, row.title, row.ruleKey]);
}
