import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findRule, insertStep, lockRules } from "./acceptance-rule.repository.ts";
import { ruleName, standingOf, type AcceptanceRule, type RuleStanding, type RuleStep } from "./acceptance-rule.ts";

type Act = VerbArguments<unknown>;

/** The rule named, as it stands, locked until the transaction ends. @throws AppError not_found; conflict when it stands otherwise */
export async function requireRule({ tx, context, now }: Act, ruleId: string, standing: readonly RuleStanding[]): Promise<AcceptanceRule> {
  await lockRules(tx, context.organizationId);
  const rule = await findRule(tx, context.organizationId, ruleId);
  if (rule === null) throw notFound("acceptance rule");
  if (!standing.includes(standingOf(rule, now))) throw new AppError("conflict", "rule_moved_on", `${ruleName(rule.number)} stands otherwise meanwhile. Look at it again.`);
  return rule;
}

/** Writes what became of a rule, with ledger entry and audit-trail row. */
export async function recordStep(args: Act, rule: AcceptanceRule, { step, alone = false, reason = "" }: { step: RuleStep; alone?: boolean; reason?: string }): Promise<void> {
  const { tx, context, now } = args;
  await insertStep(tx, context.organizationId, rule.id, { step, alone, reason, recordedBy: actorId(context.actor), recordedAt: now });
  await accountRule(args, rule, step, { alone, reason });
}

/** What is committed to of a rule: whom it trusts with what, until when, and what became of it. */
export async function accountRule({ tx, context, audit }: Act, rule: AcceptanceRule, step: RuleStep | "proposed", more: { alone: boolean; reason: string }): Promise<void> {
  const facts = { number: rule.number, key: rule.keyId, source_kind: rule.sourceKind, request: rule.requestId, expires_at: rule.expiresAt.toISOString() };
  await appendPendingEntry(tx, context, { kind: "acceptance_rule", subjectId: rule.id, record: { ...facts, step, alone: more.alone, reason_sha256: sha256Hex(more.reason) } });
  await audit({ action: `acceptance_rule.${step}`, subjectKind: "acceptance_rule", subjectId: rule.id, changes: { ...facts, alone: more.alone, reason: more.reason } });
}
