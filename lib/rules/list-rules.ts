import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { findFirings, findNewestVersions } from "./rule.repository.ts";
import { shippedRules } from "./shipped-rules.ts";

/** Alerts counted per version of a rule; beyond, a list says "or more". */
export const COUNTED_FIRINGS = 10_000;
const RULES_MAX = 5000;

export type RuleRow = {
  ruleKey: string;
  title: string;
  severity: Severity;
  controlCodes: string[];
  tags: string[];
  /** `in_force`: the text of the installed set has been run. `not_run_yet`: installed, no log read since. `retired`: no longer installed. */
  state: "in_force" | "not_run_yet" | "retired";
  /** False for a building block, which only serves the rules that count it. */
  raisesAlerts: boolean;
  alerts: number;
  lastRaisedAt: Date | null;
};

/** What the organization ran so far and how often it fired. */
export const listRecordedRules = defineVerb({
  name: "rules.list",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context }) {
    const versions = await findNewestVersions(tx, context.organizationId, RULES_MAX);
    const firings = await findFirings(tx, context.organizationId, versions.map((version) => version.ruleKey), COUNTED_FIRINGS);
    return { versions, firings };
  },
});

/**
 * Every rule: those installed, and those that the organization ran before. Those that raise alerts come first, then by
 * severity and title.
 */
export async function listRules(context: Context): Promise<RuleRow[]> {
  const { ruleSet, texts } = await shippedRules();
  const { versions, firings } = await listRecordedRules(context, {});
  const byKey = new Map(versions.map((version) => [version.ruleKey, version]));
  const fired = new Map(firings.map((firing) => [firing.ruleKey, firing]));
  const info = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const row = (text: Pick<RuleRow, "ruleKey" | "title" | "severity" | "controlCodes" | "tags">, state: RuleRow["state"]): RuleRow => ({
    ruleKey: text.ruleKey,
    title: text.title,
    severity: text.severity,
    controlCodes: text.controlCodes,
    tags: text.tags,
    state,
    raisesAlerts: info.get(text.ruleKey)?.raisesHits ?? true,
    alerts: fired.get(text.ruleKey)?.alerts ?? 0,
    lastRaisedAt: fired.get(text.ruleKey)?.lastRaisedAt ?? null,
  });
  const installed = texts.map((text) => row(text, byKey.get(text.ruleKey)?.sha256 === text.sha256 ? "in_force" : "not_run_yet"));
  const retired = versions.filter((version) => !info.has(version.ruleKey)).map((version) => row(version, "retired"));
  return [...installed, ...retired].sort(byWeight);
}

const RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

function byWeight(a: RuleRow, b: RuleRow): number {
  if (a.raisesAlerts !== b.raisesAlerts) return a.raisesAlerts ? -1 : 1;
  return RANK[a.severity] - RANK[b.severity] || a.title.localeCompare(b.title, "en");
}
