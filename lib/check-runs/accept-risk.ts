import { z } from "zod";
import { dayInput, defineVerb, idInput, roleHolds, textInput, type VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { acceptanceState, insertAcceptance, insertAcceptanceDecision, isStanding, lockAcceptance, type Acceptance } from "./acceptance.repository.ts";
import type { AcceptanceState } from "./client.ts";
import { CHECK_LIMITS } from "./limits.ts";
import { checkInput, requireShipped } from "./shipped.ts";

const reasonInput = textInput(CHECK_LIMITS.reason).pipe(z.string().min(1, "Say why."));

/**
 * Proposes to accept the risk of a failing check until a day, for one thing or for everything that it judges. Another person
 * approves it; where nobody else could, it holds at once, and says so.
 *
 * @throws AppError not_found; validation for a day that is over, or more than a year ahead
 */
export const proposeAcceptance = defineVerb({
  name: "checks.propose_acceptance",
  permission: "checks.manage",
  effect: "write",
  input: z.strictObject({ checkId: checkInput, connectionId: idInput.optional(), resource: z.string().min(1).max(CHECK_LIMITS.text).optional(), until: dayInput, reason: reasonInput }),
  async run(args): Promise<{ id: string; holds: boolean }> {
    const { tx, context, input: { checkId, until, reason, connectionId = null, resource = null }, now } = args;
    const { organizationId, actor } = context;
    await requireShipped(checkId);
    if ((connectionId === null) !== (resource === null)) throw new AppError("validation", "resource", "Nothing was changed.", [{ path: "resource", message: "Name the thing with its connection, or neither." }]);
    if (connectionId !== null && resource !== null && !(await isStanding(tx, organizationId, checkId, connectionId, resource))) throw notFound("resource");
    const today = dayOf(now, await timeZoneOf(tx, organizationId));
    const refused = until <= today ? "Choose a day after today." : until > addDays(today, CHECK_LIMITS.acceptanceDays) ? "A risk is accepted for a year at most, then it is looked at anew." : null;
    if (refused !== null) throw new AppError("validation", "until", "Nothing was changed.", [{ path: "until", message: refused }]);
    const acceptance: Acceptance = { id: newId("cha", now.getTime()), checkId, connectionId, resource, reason, until, proposedBy: actorId(actor), proposedAt: now, decisions: [] };
    await insertAcceptance(tx, organizationId, acceptance);
    await account(args, acceptance, "proposed", reason);
    const others = (await membersHolding(tx, organizationId, "checks.accept_risk")).filter((id) => id !== acceptance.proposedBy);
    const alone = others.length === 0 && actor.kind === "member" && roleHolds(actor.role, "checks.accept_risk");
    if (alone) await decide(args, acceptance, "approved", "", true);
    return { id: acceptance.id, holds: alone };
  },
});

type Decision = "approved" | "declined" | "withdrawn" | "ended";
type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

async function decide(args: Act, acceptance: Acceptance, decision: Decision, reason: string, alone: boolean): Promise<void> {
  await insertAcceptanceDecision(args.tx, args.context.organizationId, acceptance.id, { decision, alone, reason, decidedBy: actorId(args.context.actor), decidedAt: args.now });
  await account(args, acceptance, decision, reason);
}

async function account({ tx, context, audit }: Act, { id, checkId, connectionId, resource, until }: Acceptance, step: "proposed" | Decision, reason: string): Promise<void> {
  const facts = { check: checkId, connection: connectionId, resource, until, reason };
  await appendPendingEntry(tx, context, { kind: `check_acceptance.${step}`, subjectId: id, record: facts });
  await audit({ action: `check_acceptance.${step}`, subjectKind: "check_acceptance", subjectId: id, changes: facts });
}

async function requireIn({ tx, context: { organizationId }, now }: VerbArguments<unknown>, id: string, state: AcceptanceState): Promise<Acceptance> {
  const acceptance = await lockAcceptance(tx, organizationId, id);
  if (acceptance === null) throw notFound("acceptance");
  const is = acceptanceState(acceptance, dayOf(now, await timeZoneOf(tx, organizationId)));
  if (is !== state) throw new AppError("conflict", "acceptance_decided", `This acceptance is ${is} already.`);
  return acceptance;
}

/** Accepts a proposed risk. @throws AppError not_found; conflict (acceptance_decided); forbidden (own_acceptance), for whoever proposed it */
export const approveAcceptance = defineVerb({
  name: "checks.approve_acceptance",
  permission: "checks.accept_risk",
  effect: "write",
  input: z.strictObject({ acceptanceId: idInput }),
  async run(args): Promise<void> {
    const acceptance = await requireIn(args, args.input.acceptanceId, "proposed");
    if (acceptance.proposedBy === actorId(args.context.actor)) throw new AppError("forbidden", "own_acceptance", "You proposed it. Somebody else has to accept the risk.");
    const today = dayOf(args.now, await timeZoneOf(args.tx, args.context.organizationId));
    if (acceptance.until < today) throw new AppError("precondition_failed", "day_over", "Its last day is over. Propose it anew.");
    await decide(args, acceptance, "approved", "", false);
  },
});

/** Declines a risk that another person proposed to accept. @throws AppError not_found; forbidden (own_acceptance); conflict (acceptance_decided) */
export const declineAcceptance = defineVerb({
  name: "checks.decline_acceptance",
  permission: "checks.accept_risk",
  effect: "write",
  input: z.strictObject({ acceptanceId: idInput, reason: reasonInput }),
  async run(args): Promise<void> {
    const acceptance = await requireIn(args, args.input.acceptanceId, "proposed");
    if (acceptance.proposedBy === actorId(args.context.actor)) throw new AppError("forbidden", "own_acceptance", "You proposed it. Withdraw it instead.");
    await decide(args, acceptance, "declined", args.input.reason, false);
  },
});

/** Takes a proposal back before anybody decided on it: whoever proposed it, and nobody else. @throws AppError not_found; forbidden (another_proposed); conflict (acceptance_decided) */
export const withdrawAcceptance = defineVerb({
  name: "checks.withdraw_acceptance",
  permission: "checks.manage",
  effect: "write",
  input: z.strictObject({ acceptanceId: idInput, reason: reasonInput }),
  async run(args): Promise<void> {
    const acceptance = await requireIn(args, args.input.acceptanceId, "proposed");
    if (acceptance.proposedBy !== actorId(args.context.actor)) throw new AppError("forbidden", "another_proposed", "Only whoever proposed it can withdraw it.");
    await decide(args, acceptance, "withdrawn", args.input.reason, false);
  },
});

/** Ends an accepted risk before its day: what failed, fails again. @throws AppError not_found; conflict (acceptance_decided) */
export const endCheckAcceptance = defineVerb({
  name: "checks.end_acceptance",
  permission: "checks.accept_risk",
  effect: "write",
  input: z.strictObject({ acceptanceId: idInput, reason: reasonInput }),
  async run(args): Promise<void> {
    await decide(args, await requireIn(args, args.input.acceptanceId, "approved"), "ended", args.input.reason, false);
  },
});
