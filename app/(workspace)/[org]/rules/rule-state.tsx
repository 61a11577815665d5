import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { COUNTED_FIRINGS, type RuleRow } from "#lib/rules/index.ts";

export const RULE_STATE_WORDS: Readonly<Record<RuleRow["state"], string>> = { in_force: "In force", not_run_yet: "Not run yet", disabled: "Disabled", quarantined: "Quarantined", failing: "Failing", retired: "Retired" };

/** Only what has been run watches; an installed rule that no log was read with yet has proven nothing. */
export function RuleState({ state }: { state: RuleRow["state"] }) {
  const status = { in_force: "pass", not_run_yet: "not_yet_known", disabled: "disabled", quarantined: "could_not_run", failing: "fail", retired: "not_applicable" } as const;
  return <StatusInline status={status[state]} word={RULE_STATE_WORDS[state]} />;
}

/** How often a rule raised an alert. Counting stops somewhere, and says so. */
export function firedText(rule: Pick<RuleRow, "alerts" | "raisesAlerts" | "state">): string {
  if (!rule.raisesAlerts) return "serves others";
  if (rule.state === "not_run_yet" && rule.alerts === 0) return "–";
  return rule.alerts >= COUNTED_FIRINGS ? `${numberText(rule.alerts)} or more` : numberText(rule.alerts);
}

/** A tag as ATT&CK writes it: `attack.t1110.001` is T1110.001, `attack.credential-access` is Credential access. */
export function tagText(tag: string): string {
  if (!tag.startsWith("attack.")) return tag;
  const name = tag.slice("attack.".length);
  if (/^[tgs]\d/i.test(name)) return name.toUpperCase();
  const words = name.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The techniques among tags, which say most in a narrow column. */
export const techniquesOf = (tags: readonly string[]): string[] => tags.filter((tag) => /^attack\.t\d/i.test(tag)).map(tagText);
