import { z } from "zod";
import { defineVerb, memberNames } from "#lib/access/index.ts";
import { runRuleTests, type RuleInfo, type RuleTestResult } from "#lib/detection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { isBaselineKey } from "./baseline-rules.ts";
import { compileVersion } from "./compile-text.ts";
import { COUNTED_FIRINGS, originOf, stateOf, type RuleOrigin, type RuleRow } from "./list-rules.ts";
import { findFirings, findRuleVersion, findVersionsOfRule, type RuleText } from "./rule.repository.ts";
import { findStandingsOf, type TextHead } from "./rule-text.repository.ts";
import { readTextsInForce, rulesInForce, severityOf, standingOf } from "./rules-in-force.ts";
import type { RuleStandingState } from "./words.ts";

export type RuleVersionRow = { id: string; sha256: string; recordedAt: Date };

export type StandingView = { state: RuleStandingState; reason: string; at: Date; by: string };

export type RuleView = {
  ruleKey: string;
  title: string;
  severity: Severity;
  sha256: string;
  text: string;
  controlCodes: string[];
  tags: string[];
  state: RuleRow["state"];
  origin: RuleOrigin;
  /** The version of the organization's own text that it stands in; null where it is shipped, or gone. */
  ownText: TextHead | null;
  /** The tuning in force on it. */
  tuning: TextHead | null;
  /** Who switched it on and off, the newest first. */
  standings: StandingView[];
  /** What the rule says about itself; null when today's engine no longer reads the text. */
  info: RuleInfo | null;
  tests: RuleTestResult[];
  alerts: number;
  lastRaisedAt: Date | null;
  /** Texts that the organization ran, the newest first. Empty: none yet. */
  versions: RuleVersionRow[];
};

const ruleKeyInput = z.string().min(1).max(256);

/** The texts of one rule that the organization ran, and how often it fired. */
export const readRecordedRule = defineVerb({
  name: "rules.read",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({ ruleKey: ruleKeyInput }),
  async run({ tx, context, input }) {
    const { organizationId } = context;
    const versions = await findVersionsOfRule(tx, input.ruleKey);
    const [firing] = await findFirings(tx, organizationId, [input.ruleKey], COUNTED_FIRINGS);
    const standings = await findStandingsOf(tx, organizationId, input.ruleKey);
    const names = await memberNames(tx, organizationId, standings.map(({ recordedBy }) => recordedBy));
    return { versions, firing: firing ?? null, standings: standings.map(({ state, reason, recordedAt, recordedBy }): StandingView => ({ state, reason, at: recordedAt, by: names.get(recordedBy) ?? "Tickmark" })) };
  },
});

/** The recorded text of one version of a rule: what an alert was raised by. */
export const readRuleVersion = defineVerb({
  name: "rules.read_version",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({ versionId: z.string().min(1).max(64) }),
  async run({ tx, context, input }) {
    const version = await findRuleVersion(tx, context.organizationId, input.versionId);
    if (version === null) throw notFound("rule");
    const { id, ruleKey, sha256, title, severity, text, controlCodes, tags } = version;
    return { id, ruleKey, sha256, title, severity, text, controlCodes, tags };
  },
});

/**
 * One rule: its text, what it says about itself, its examples run anew, how often it fired and when last.
 *
 * @throws AppError not_found when it is neither in force nor was ever run
 */
export async function readRule(context: Context, input: { ruleKey: string }): Promise<RuleView> {
  const { versions, firing, standings } = await readRecordedRule(context, input);
  const rules = await rulesInForce(context);
  const current = rules.texts.find((text) => text.ruleKey === input.ruleKey);
  const failing = rules.failing.find(({ text }) => text.ruleKeys.includes(input.ruleKey));
  const shown = current ?? versions[0] ?? (failing === undefined ? undefined : await neverRun(context, input.ruleKey, failing.text.id));
  if (shown === undefined) throw notFound("rule");
  const info = rules.ruleSet.rules.find(({ id }) => id === input.ruleKey);
  const compiled = info === undefined ? await compileVersion(shown) : { ruleSet: rules.ruleSet, rule: info };
  const tests = compiled === null ? [] : testsOf(compiled.ruleSet, compiled.rule.id);
  const wasRun = versions.some((version) => version.sha256 === shown.sha256);
  const ownText = rules.ownTexts.get(input.ruleKey) ?? failing?.text ?? null;
  return {
    ruleKey: shown.ruleKey,
    title: shown.title,
    severity: info === undefined ? shown.severity : severityOf(rules, info),
    sha256: shown.sha256,
    text: shown.text,
    controlCodes: shown.controlCodes,
    tags: shown.tags,
    state: failing !== undefined ? "quarantined" : current === undefined ? (isBaselineKey(input.ruleKey) ? "in_force" : "retired") : stateOf(standingOf(rules, input.ruleKey), wasRun),
    origin: originOf(ownText ?? undefined),
    ownText,
    tuning: rules.tunings.get(input.ruleKey) ?? null,
    standings,
    info: compiled?.rule ?? null,
    tests,
    alerts: firing?.alerts ?? 0,
    lastRaisedAt: firing?.lastRaisedAt ?? null,
    versions: versions.map(({ id, sha256, recordedAt }) => ({ id, sha256, recordedAt })),
  };
}

/** A rule whose text was approved and cannot be compiled, before any log was read with it: its severity is not known, so it is taken for a medium one. */
async function neverRun(context: Context, ruleKey: string, textId: string): Promise<RuleText | undefined> {
  const [found] = await readTextsInForce(context, { textIds: [textId] });
  return found === undefined ? undefined : { ruleKey, sha256: found.sha256, title: found.title, severity: "medium", text: found.text, controlCodes: [...found.controlCodes], tags: [] };
}

/** The examples of one rule only: those of the whole set would be run to show one. */
function testsOf(ruleSet: Parameters<typeof runRuleTests>[0], ruleId: string): RuleTestResult[] {
  return runRuleTests({ ...ruleSet, tests: ruleSet.tests.filter(({ rule }) => rule.id === ruleId) });
}
