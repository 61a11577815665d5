import { z } from "zod";

// Which resources an organization's controls speak of. What no rule decides is in scope and counts as production: what
// nobody looked at must not fall out of the population by silence.

const pattern = z.string().min(1).max(200);
const condition = z.discriminatedUnion("field", [
  z.strictObject({ field: z.enum(["type", "name", "account", "region"]), is: z.array(pattern).min(1).max(100) }),
  z.strictObject({ field: z.literal("tag"), tag: z.string().min(1).max(200), is: z.array(pattern).min(1).max(100) }),
]);

export const CRITICALITIES = ["low", "medium", "high", "critical"] as const;

/** A rule holds for what meets all its conditions, and decides what it names; the first that decides something is right. */
const scopeRuleSchema = z.strictObject({
  when: z.array(condition).min(1).max(10),
  scope: z.enum(["in", "out"]).optional(),
  environment: z.enum(["production", "other"]).optional(),
  criticality: z.enum(CRITICALITIES).optional(),
  because: z.string().trim().min(1).max(500),
});
export const scopeRulesSchema = z.array(scopeRuleSchema).max(200);

export type ScopeRule = z.output<typeof scopeRuleSchema>;
type Condition = ScopeRule["when"][number];

export type Describable = { type: string; name: string; account: string | null; region: string | null; tags: Readonly<Record<string, string>> };

/** What was decided, and by which rule (its place, from 0); null where no rule did. */
export type ScopeJudgement = {
  scope: "in" | "out";
  scopeRule: number | null;
  environment: "production" | "other";
  environmentRule: number | null;
  criticality: (typeof CRITICALITIES)[number] | null;
  criticalityRule: number | null;
};

export function judgeScope(resource: Describable, rules: readonly ScopeRule[]): ScopeJudgement {
  const judgement: ScopeJudgement = { scope: "in", scopeRule: null, environment: "production", environmentRule: null, criticality: null, criticalityRule: null };
  rules.forEach((rule, place) => {
    if (!rule.when.every((one) => holds(one, resource))) return;
    if (rule.scope !== undefined && judgement.scopeRule === null) Object.assign(judgement, { scope: rule.scope, scopeRule: place });
    if (rule.environment !== undefined && judgement.environmentRule === null) Object.assign(judgement, { environment: rule.environment, environmentRule: place });
    if (rule.criticality !== undefined && judgement.criticalityRule === null) Object.assign(judgement, { criticality: rule.criticality, criticalityRule: place });
  });
  return judgement;
}

function holds(condition: Condition, resource: Describable): boolean {
  const value = condition.field === "tag" ? tagOf(resource, condition.tag) : resource[condition.field];
  return value !== null && condition.is.some((one) => matchesPattern(value, one));
}

function tagOf({ tags }: Describable, name: string): string | null {
  const found = Object.entries(tags).find(([tag]) => tag.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : found[1];
}

/** Whether a value is what a pattern says, `*` standing for anything, capitals meaning nothing. Linear in both: nobody's pattern stalls us. */
export function matchesPattern(value: string, pattern: string): boolean {
  const [text, wanted] = [value.toLowerCase(), pattern.toLowerCase()];
  const [first = "", ...rest] = wanted.split("*");
  if (rest.length === 0) return text === wanted;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
}
