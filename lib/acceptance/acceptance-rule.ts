import type { SourceKind } from "#prisma/generated/enums.ts";

/** What can become of a rule after it was proposed. */
export const RULE_STEPS = ["approved", "declined", "ended"] as const;
export type RuleStep = (typeof RULE_STEPS)[number];

export type RecordedStep = { step: RuleStep; alone: boolean; reason: string; recordedBy: string; recordedAt: Date };

/** A source that is trusted, and what became of that. */
export type AcceptanceRule = {
  id: string;
  number: number;
  /** The API key that is trusted; null for records of the kind, whoever refers to them. */
  keyId: string | null;
  sourceKind: SourceKind;
  /** Null: for whatever it answers. */
  requestId: string | null;
  reason: string;
  expiresAt: Date;
  proposedBy: string;
  proposedAt: Date;
  steps: readonly RecordedStep[];
};

export type RuleStanding = "proposed" | "in_force" | "expired" | "ended" | "declined";

/** How a rule is cited: AR-3. */
export function ruleName(number: number): string {
  return `AR-${number}`;
}

/** Where a rule stands: it accepts from its approval until it expires or is ended, and never otherwise. Whatever is recorded of it counts, also where the clock was set back since. */
export function standingOf(rule: Pick<AcceptanceRule, "steps" | "expiresAt">, now: Date): RuleStanding {
  const recorded = (step: RuleStep): boolean => rule.steps.some((one) => one.step === step);
  if (recorded("declined")) return "declined";
  if (recorded("ended")) return "ended";
  if (now >= rule.expiresAt) return "expired";
  return recorded("approved") ? "in_force" : "proposed";
}

/** What is handed in, as far as a rule looks at it. */
export type HandedIn = { submittedBy: string; sourceKind: SourceKind; requestIds: readonly string[]; recordedAt: Date };

/** Whether a rule speaks of what was handed in: its source, its kind, and every request that it answers. */
export function covers(rule: AcceptanceRule, { submittedBy, sourceKind, requestIds }: HandedIn): boolean {
  if (rule.sourceKind !== sourceKind) return false;
  if (rule.keyId !== null && rule.keyId !== submittedBy) return false;
  return rule.requestId === null || requestIds.every((id) => id === rule.requestId);
}

function wasApproved({ steps, expiresAt }: AcceptanceRule, at: Date): boolean {
  return at < expiresAt && steps.some((one) => one.step === "approved" && one.recordedAt <= at);
}

/**
 * The rule that accepts something now; the oldest where several would. It must have been in force when it was handed in, and
 * still be: nobody makes a rule for what waits already, and one that ended while a file was looked into accepts nothing.
 */
export function acceptingRule(rules: readonly AcceptanceRule[], handedIn: HandedIn, now: Date): AcceptanceRule | null {
  const fitting = rules.filter((rule) => covers(rule, handedIn) && wasApproved(rule, handedIn.recordedAt) && standingOf(rule, now) === "in_force");
  return fitting.sort((a, b) => a.number - b.number)[0] ?? null;
}
