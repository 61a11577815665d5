import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntries } from "#lib/ledger/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { tryRulesAt } from "#lib/settings/index.ts";
import { RULE_LIMITS } from "./limits.ts";
import { findInForce } from "./listed-text.repository.ts";
import { findTexts, findTextsOf, insertTextSteps, lockRules } from "./rule-text.repository.ts";
import { stageOf, type RuleTextVersion } from "./rule-text.ts";
import { TEXT_STAGE_WORDS, type TextStage, type TextStep } from "./words.ts";

type Act = VerbArguments<unknown>;

/** The versions named, each standing as it must, locked until the transaction ends. @throws AppError not_found; conflict */
export async function requireTexts({ tx, context: { organizationId } }: Act, ids: readonly string[], stage: TextStage): Promise<RuleTextVersion[]> {
  await lockRules(tx, organizationId);
  const wanted = [...new Set(ids)];
  const found = await findTexts(tx, organizationId, wanted);
  if (found.length !== wanted.length) throw notFound("rule text");
  for (const [kind, group] of Map.groupBy(found, (one) => one.kind)) {
    const all = Map.groupBy(await findTextsOf(tx, organizationId, kind, [...new Set(group.map(({ subject }) => subject))]), ({ subject }) => subject);
    const moved = group.find((one) => stageOf(one, all.get(one.subject) ?? []) !== stage);
    if (moved !== undefined) throw new AppError("conflict", "rule_text_moved_on", `“${moved.title}”, version ${moved.version}, is not ${TEXT_STAGE_WORDS[stage].toLowerCase()} any more. Look at it again.`);
  }
  return found;
}

/** Who could approve what these people wrote. */
export async function otherApprovers({ tx, context: { organizationId } }: Pick<Act, "tx" | "context">, authors: readonly string[]): Promise<string[]> {
  return (await membersHolding(tx, organizationId, "rules.manage")).filter((id) => !authors.includes(id));
}

/** Who wrote or proposed a version: neither may approve it while somebody else could. */
export function authorsOf({ savedBy, steps }: Pick<RuleTextVersion, "savedBy" | "steps">): string[] {
  return [...new Set([savedBy, ...steps.filter(({ step }) => step === "proposed").map(({ recordedBy }) => recordedBy)])];
}

/** Writes what became of texts, each with a ledger entry, and one audit-trail row. */
export async function recordTextStep(args: Act, texts: readonly Omit<RuleTextVersion, "steps">[], { step, alone = false, reason = "" }: { step: TextStep; alone?: boolean; reason?: string }): Promise<void> {
  const { tx, context, now, audit } = args;
  const [first] = texts;
  if (first === undefined) return;
  await insertTextSteps(tx, context.organizationId, texts.map(({ id }) => id), { step, alone, reason, recordedBy: actorId(context.actor), recordedAt: now });
  const reasonHash = sha256Hex(reason);
  await appendPendingEntries(tx, context, texts.map(({ id, kind, subject, version, sha256, severity }) => ({ kind: "rule_text", subjectId: id, record: { kind, subject, version, sha256, severity, step, alone, reason_sha256: reasonHash } })));
  const changes: { [field: string]: string | number } = texts.length === 1 ? { kind: first.kind, subject: first.subject, version: first.version, sha256: first.sha256 } : { texts: texts.length, sha256: sha256Hex(texts.map(({ sha256 }) => sha256).sort().join("\n")) };
  await audit({ action: `rule_text.${step}`, subjectKind: "rule_text", subjectId: first.id, changes: { ...changes, alone, reason } });
}

/** Proposes texts; where nobody else could approve them they are in force at once, and say so. */
export async function proposeOrApply(args: Act, texts: readonly RuleTextVersion[], reason: string): Promise<{ inForce: boolean }> {
  await recordTextStep(args, texts, { step: "proposed", reason });
  const authors = [...new Set([actorId(args.context.actor), ...texts.flatMap(authorsOf)])];
  const approvers = await otherApprovers(args, authors);
  if (approvers.length > 0) {
    await tellOfProposal(args, texts, approvers);
    return { inForce: false };
  }
  await refuseTooMany(args, texts);
  await recordTextStep(args, texts, { step: "approved", alone: true, reason });
  await tryRulesAt(args.tx, args.now);
  return { inForce: true };
}

/** Who could approve them is told that they wait: of many at once as one. */
async function tellOfProposal(args: Act, texts: readonly RuleTextVersion[], to: readonly string[]): Promise<void> {
  const [first] = texts;
  if (first === undefined) return;
  const { actor } = args.context;
  await notify(args, { kind: "rule_waiting", to, cause: `rule_waiting:${first.id}`, subject: { kind: "rule_text", id: first.id }, facts: { title: first.title, by: actor.kind === "system" ? "Tickmark" : actor.name, count: texts.length } });
}

/** They wait for nobody any more. */
export async function settleProposals(args: Act, texts: readonly { id: string }[]): Promise<void> {
  await settleNotifications(args, { kinds: ["rule_waiting"], subjectIds: texts.map(({ id }) => id) });
}

/** @throws AppError limit_exceeded; validation when one of the rules is another text's already */
export async function refuseTooMany({ tx, context: { organizationId } }: Act, added: readonly Omit<RuleTextVersion, "text">[]): Promise<void> {
  const subjects = new Set(added.map(({ kind, subject }) => `${kind} ${subject}`));
  const others = (await findInForce(tx, organizationId)).filter(({ kind, subject }) => kind === "rule" && !subjects.has(`${kind} ${subject}`));
  const taken = new Map(others.flatMap(({ ruleKeys, title }) => ruleKeys.map((key) => [key, title] as const)));
  for (const { title, ruleKeys, kind } of added) {
    const key = kind === "rule" ? ruleKeys.find((one) => taken.has(one)) : undefined;
    if (key !== undefined) throw new AppError("validation", "rule_key_taken", `“${title}” has the id ${key}, which “${taken.get(key)}” has already. Change that one, or give this another id.`);
    for (const one of kind === "rule" ? ruleKeys : []) taken.set(one, title);
  }
  if (taken.size > RULE_LIMITS.rules) throw new AppError("limit_exceeded", "too_many_rules", `An organization runs at most ${RULE_LIMITS.rules} rules of its own.`);
}
