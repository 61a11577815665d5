import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { compileRules, type RuleInfo, type RuleProblem, type RuleSet } from "#lib/detection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { RULE_LIMITS } from "./limits.ts";
import type { RuleText } from "./rule.repository.ts";
import { idsInForce } from "./listed-text.repository.ts";
import { findHeads, findStandings, findTexts, type StandingRow, type TextHead } from "./rule-text.repository.ts";
import type { RuleTextVersion } from "./rule-text.ts";
import { alertSeverity, shippedRules, type ShippedRules } from "./shipped-rules.ts";
import type { RuleStandingState } from "./words.ts";

/** A compiled set of an organization: what Tickmark ships, what it wrote or imported itself, under its tunings. */
export type CompiledSet = {
  ruleSet: RuleSet;
  /** What could not be compiled: those rules take no part. */
  problems: readonly RuleProblem[];
  /** One per rule, with a text that compiles to it by itself. */
  texts: readonly RuleText[];
  /** The version of the organization's own text that a rule stands in, by rule key; others are shipped. */
  ownTexts: ReadonlyMap<string, Omit<RuleTextVersion, "text">>;
  /** Texts in force whose rules are refused in this set, with the first reason. */
  failing: readonly { text: TextHead; problem: RuleProblem }[];
};

export type RulesInForce = CompiledSet & {
  /** By rule key, of the rules that have one; others are enabled. */
  standings: ReadonlyMap<string, StandingRow>;
  /** Tunings in force, by rule key. */
  tunings: ReadonlyMap<string, TextHead>;
};

/** Heads of the texts in force by organization, with the ids that they were read by: every page of rules asks for them, and a version never changes. */
const heads = new Map<string, { ids: string; texts: TextHead[] }>();

/** What is in force, without the texts. */
export const readInForce = defineVerb({
  name: "rules.read_in_force",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<{ texts: TextHead[]; standings: StandingRow[] }> {
    const inForce = await idsInForce(tx, organizationId);
    const ids = inForce.join(" ");
    const known = heads.get(organizationId);
    const texts = known?.ids === ids ? known.texts : await findHeads(tx, organizationId, inForce);
    heads.delete(organizationId);
    heads.set(organizationId, { ids, texts });
    const [oldest] = heads.keys();
    if (heads.size > RULE_LIMITS.keptSets && oldest !== undefined) heads.delete(oldest);
    return { texts, standings: await findStandings(tx, organizationId) };
  },
});

/** Texts in force by id: what a set is compiled from. */
export const readTextsInForce = defineVerb({
  name: "rules.read_texts_in_force",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({ textIds: z.array(idInput).max(RULE_LIMITS.textsAtOnce) }),
  async run({ tx, context: { organizationId }, input }): Promise<RuleTextVersion[]> {
    return findTexts(tx, organizationId, input.textIds);
  },
});

const kept = new Map<string, CompiledSet>();

/** The rules that the organization is watched with now, compiled; one that has none of its own shares the shipped set. */
export async function rulesInForce(context: Context): Promise<RulesInForce> {
  const shipped = await shippedRules();
  const { texts, standings } = await readInForce(context, {});
  const state = {
    standings: new Map(standings.map((row) => [row.ruleKey, row])),
    tunings: new Map(texts.filter(({ kind }) => kind === "tuning").map((head) => [head.subject, head])),
  };
  const key = sha256Hex([shipped.ruleSet.hash, ...texts.map(({ id, sha256 }) => `${id} ${sha256}`).sort()].join("\n"));
  const known = kept.get(key);
  if (known !== undefined) return { ...known, ...state };
  const set = texts.length === 0 ? { ...shipped, ownTexts: new Map<string, TextHead>(), failing: [] } : compileSet(shipped, await readTextsInForce(context, { textIds: texts.map(({ id }) => id) }));
  const [oldest] = kept.keys();
  if (kept.size >= RULE_LIMITS.keptSets && oldest !== undefined) kept.delete(oldest);
  kept.set(key, set);
  return { ...set, ...state };
}

/** A file of rules with the tunings of its rules behind it: that text says, by itself, what is run. */
export type RuleUnit = { path: string; text: string; /** The version of the organization's own text; null for a shipped file. */ head: TextHead | null };

/** The files in force: what is shipped together with an organization's own texts, by path, and the path of each rule. An own text with a shipped rule's key takes the place of that rule's file. */
export function unitsInForce(shipped: Pick<ShippedRules, "ruleSet" | "sources">, texts: readonly RuleTextVersion[]): { units: Map<string, RuleUnit>; pathOf: ReadonlyMap<string, string> } {
  const own = texts.filter(({ kind }) => kind === "rule");
  const ownKeys = new Set(own.flatMap(({ ruleKeys }) => ruleKeys));
  const pathOf = new Map(shipped.ruleSet.rules.map(({ id, path }) => [id, path]));
  const replaced = new Set([...ownKeys].flatMap((key) => pathOf.get(key) ?? []));
  const units = new Map<string, RuleUnit>();
  for (const { path, text } of shipped.sources) if (!replaced.has(path)) units.set(path, { path, text, head: null });
  for (const { text, ...head } of own) {
    units.set(head.id, { path: head.id, text, head });
    for (const key of head.ruleKeys) pathOf.set(key, head.id);
  }
  for (const tuning of texts.filter(({ kind, text }) => kind === "tuning" && text.trim() !== "")) {
    const unit = units.get(pathOf.get(tuning.subject) ?? "");
    // A rule that is no longer there needs no tuning; the page of the tuning says so.
    if (unit !== undefined) unit.text = withTuning(unit.text, tuning.text);
  }
  return { units, pathOf };
}

function compileSet(shipped: ShippedRules, texts: readonly RuleTextVersion[]): CompiledSet {
  const { units } = unitsInForce(shipped, texts);
  const { ruleSet, problems } = compileRules([...units.values()]);
  return {
    ruleSet,
    problems: [...shipped.unread, ...problems],
    texts: ruleSet.rules.map((rule) => ruleText(rule, units.get(rule.path)?.text ?? "")),
    ownTexts: new Map(ruleSet.rules.flatMap((rule) => {
      const head = units.get(rule.path)?.head;
      return head == null ? [] : [[rule.id, head] as const];
    })),
    failing: [...units.values()].flatMap(({ head, path }) => {
      const problem = problems.find((one) => one.path === path && one.severity === "refused");
      return head === null || problem === undefined ? [] : [{ text: head, problem }];
    }),
  };
}

/** The file of a rule with the filters that tune it as further documents. */
export function withTuning(text: string, tuning: string): string {
  return `${text.trimEnd()}\n---\n${tuning}`;
}

function ruleText(rule: RuleInfo, text: string): RuleText {
  return { ruleKey: rule.id, sha256: rule.hash, title: rule.title, severity: alertSeverity(rule), text, controlCodes: [...rule.controls], tags: [...rule.tags] };
}

/** Whether a rule may raise alerts. */
export function standingOf(rules: Pick<RulesInForce, "standings">, ruleKey: string): RuleStandingState {
  return rules.standings.get(ruleKey)?.state ?? "enabled";
}

/** How severe an alert of a rule is here: as tuned, else as the rule says. */
export function severityOf(rules: Pick<RulesInForce, "tunings">, rule: { id: string } & Pick<RuleInfo, "severity">): Severity {
  return rules.tunings.get(rule.id)?.severity ?? alertSeverity(rule);
}
