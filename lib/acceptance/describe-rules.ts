import { keyAuthors } from "#lib/api-keys/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { standingOf, type AcceptanceRule, type RuleStanding, type RuleStep } from "./acceptance-rule.ts";
import { namesInRules } from "./acceptance-rule.repository.ts";

/** A rule as people read it. */
export type RuleView = Omit<AcceptanceRule, "steps" | "proposedBy"> & {
  standing: RuleStanding;
  /** How the trusted key is named; null for records of a kind. */
  key: string | null;
  request: { title: string; code: string } | null;
  proposer: string;
  steps: { step: RuleStep; alone: boolean; reason: string; by: string; at: Date }[];
};

/** Rules with the names of whom and what they speak of. */
export async function describeRules(tx: TenantTransaction, organizationId: string, rules: readonly AcceptanceRule[], now: Date): Promise<RuleView[]> {
  const names = await namesInRules(tx, organizationId, rules);
  const keys = await keyAuthors(tx, organizationId, rules.flatMap((rule) => rule.keyId ?? []));
  const nameOf = (id: string): string => names.members.get(id) ?? "A former member";
  return rules.map(({ proposedBy, steps, ...rule }) => ({
    ...rule,
    standing: standingOf({ ...rule, steps }, now),
    key: rule.keyId === null ? null : (keys.get(rule.keyId)?.name ?? "A key that is gone"),
    request: rule.requestId === null ? null : (names.requests.get(rule.requestId) ?? null),
    proposer: nameOf(proposedBy),
    steps: steps.map(({ recordedBy, recordedAt, ...step }) => ({ ...step, by: nameOf(recordedBy), at: recordedAt })),
  }));
}
