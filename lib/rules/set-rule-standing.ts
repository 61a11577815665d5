import { z } from "zod";
import { defineVerb, textInput, type VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding, notify } from "#lib/notifications/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newIdAfter } from "#lib/platform/ids.ts";
import { tryRulesAt } from "#lib/settings/index.ts";
import { RULE_LIMITS } from "./limits.ts";
import { findRuleVersion } from "./rule.repository.ts";
import { findInForce } from "./listed-text.repository.ts";
import { findStandings, insertStandings, lockRules, type StandingRow } from "./rule-text.repository.ts";
import type { RulesInForce } from "./rules-in-force.ts";
import { shippedRules, type ShippedRules } from "./shipped-rules.ts";
import { mayRaise, SETTABLE_STANDINGS, type RuleStandingState } from "./words.ts";

type Act = VerbArguments<unknown>;
type Named = { ruleKey: string; title: string; controlCodes: readonly string[] };

/**
 * Enables, disables or quarantines a rule. A rule that is not enabled is still counted by the correlations that build on
 * it, and raises nothing itself: a gap of its controls until it is enabled again.
 *
 * @throws AppError not_found when no such rule is in force
 */
export const setRuleStanding = defineVerb({
  name: "rules.set_standing",
  permission: "rules.manage",
  effect: "write",
  input: z.strictObject({
    ruleKey: z.string().min(1).max(256),
    state: z.enum(SETTABLE_STANDINGS),
    reason: textInput(RULE_LIMITS.reasonChars).pipe(z.string().min(1, "Say why.")),
  }),
  prepare: () => shippedRules(),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { ruleKey, state, reason }, unchanged, now } = args;
    await lockRules(tx, organizationId);
    const named = await nameRule(args, args.prepared, ruleKey);
    const before = (await findStandings(tx, organizationId)).find((one) => one.ruleKey === ruleKey);
    if ((before?.state ?? "enabled") === state) return unchanged();
    await recordStanding(args, named, { state, reason, before: before?.id ?? null });
    if (state === "enabled") await tryRulesAt(tx, now);
  },
});

/** Quarantines rules that failed where Tickmark ran them. Those that are quarantined already stay as they are. */
export const quarantineRules = defineVerb({
  name: "rules.quarantine",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    rules: z.array(z.strictObject({ ruleKey: z.string().min(1).max(256), title: z.string().max(300), controlCodes: z.array(z.string().max(40)).max(1000), reason: z.string().min(1).max(RULE_LIMITS.reasonChars) })).max(RULE_LIMITS.rules),
  }),
  async run(args): Promise<{ quarantined: number }> {
    const { tx, context: { organizationId }, input, unchanged } = args;
    await lockRules(tx, organizationId);
    const standings = new Map((await findStandings(tx, organizationId)).map((one) => [one.ruleKey, one]));
    const fresh = input.rules.filter(({ ruleKey }) => mayRaise(standings.get(ruleKey)?.state ?? "enabled"));
    if (fresh.length === 0) unchanged();
    for (const { reason, ...named } of fresh) await recordStanding(args, named, { state: "quarantined", reason, before: standings.get(named.ruleKey)?.id ?? null });
    return { quarantined: fresh.length };
  },
});

/**
 * Quarantines a rule that floods, inside the act that met it, and tells who can do something about it. One that is switched
 * off already stays as it is.
 */
export async function quarantineFlooding(act: Pick<Act, "tx" | "context" | "now" | "audit">, rule: { ruleKey: string; title: string; ruleVersionId: string }, reason: string): Promise<void> {
  const { tx, context: { organizationId } } = act;
  await lockRules(tx, organizationId);
  const before = (await findStandings(tx, organizationId)).find(({ ruleKey }) => ruleKey === rule.ruleKey);
  if (!mayRaise(before?.state ?? "enabled")) return;
  const controlCodes = (await findRuleVersion(tx, organizationId, rule.ruleVersionId))?.controlCodes ?? [];
  const id = await recordStanding(act, { ...rule, controlCodes }, { state: "quarantined", reason, before: before?.id ?? null });
  await notify(act, { kind: "rule_quarantined", to: await membersHolding(tx, organizationId, "rules.manage"), cause: `rule_quarantined:${id}`, subject: { kind: "rule", id }, facts: { code: rule.ruleKey, title: rule.title, reason } });
}

/** Quarantines the rules of texts that are in force and cannot be compiled any more. For a system context. */
export async function quarantineFailing(context: Context, { failing, standings }: Pick<RulesInForce, "failing" | "standings">): Promise<void> {
  const rules = failing.flatMap(({ text, problem }) => text.ruleKeys.map((ruleKey) => ({
    ruleKey, title: text.title, controlCodes: [...text.controlCodes],
    reason: `It cannot be compiled any more. Line ${problem.line}, column ${problem.column}: ${problem.message}`.slice(0, RULE_LIMITS.reasonChars),
  })));
  const fresh = rules.filter(({ ruleKey }) => mayRaise(standings.get(ruleKey)?.state ?? "enabled"));
  if (fresh.length > 0) await quarantineRules(context, { rules: fresh });
}

async function nameRule({ tx, context: { organizationId } }: Act, shipped: ShippedRules, ruleKey: string): Promise<Named> {
  const own = (await findInForce(tx, organizationId)).find(({ kind, ruleKeys }) => kind === "rule" && ruleKeys.includes(ruleKey));
  const found = own ?? shipped.texts.find((one) => one.ruleKey === ruleKey);
  if (found === undefined) throw notFound("rule");
  return { ruleKey, title: found.title, controlCodes: found.controlCodes };
}

/** Writes how a rule stands from now on, with a ledger entry and an audit-trail row. Answers the id of the fact. */
export async function recordStanding({ tx, context, now, audit }: Pick<Act, "tx" | "context" | "now" | "audit">, { ruleKey, title, controlCodes }: Named, { state, reason, before }: { state: RuleStandingState; reason: string; before: string | null }): Promise<string> {
  const id = newIdAfter("rst", now.getTime(), before);
  const row: StandingRow = { id, ruleKey, state, title, controlCodes: [...controlCodes], reason, recordedBy: actorId(context.actor), recordedAt: now };
  await insertStandings(tx, context.organizationId, [row]);
  await appendPendingEntry(tx, context, { kind: "rule_standing", subjectId: id, record: { rule: ruleKey, state, controls: row.controlCodes, reason_sha256: sha256Hex(reason) } });
  await audit({ action: `rule.${state}`, subjectKind: "rule", subjectId: id, changes: { rule: ruleKey, title, controls: row.controlCodes, reason } });
  return id;
}
