import { z } from "zod";
import { dayInput, defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { keysThatSubmit } from "#lib/api-keys/index.ts";
import { admits } from "#lib/evidence/client.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { nextNumber } from "#lib/platform/next-number.ts";
import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { SourceKind } from "#prisma/generated/enums.ts";
import type { AcceptanceRule } from "./acceptance-rule.ts";
import { allRules, askedRequests, insertRule, lockRules } from "./acceptance-rule.repository.ts";
import { MAX_RULES, MAX_TRUSTED_DAYS } from "./limits.ts";
import { accountRule, recordStep } from "./record-step.ts";

const MACHINE_KINDS = ["log_segment", "alert", "incident", "collection", "population"] as const satisfies readonly SourceKind[];

/**
 * Proposes to trust a source: what a machine hands in with a key, or records that Tickmark read. Another person approves
 * it; where nobody else could, it is in force at once, and says so.
 *
 * @throws AppError not_found (key, request); validation (day, kind that the request does not admit); limit_exceeded
 */
export const proposeRule = defineVerb({
  name: "acceptance.propose",
  permission: "evidence.trust",
  effect: "write",
  input: z.strictObject({
    source: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("key"), keyId: idInput, sourceKind: z.enum(SourceKind) }),
      z.strictObject({ kind: z.literal("record"), sourceKind: z.enum(MACHINE_KINDS) }),
    ]),
    requestId: idInput.optional(),
    reason: textInput(2_000).pipe(z.string().min(1, "Say why it can be trusted.")),
    /** The last day on which it is trusted. */
    lastDay: dayInput,
  }),
  async run(args): Promise<{ id: string; number: number; inForce: boolean }> {
    const { tx, context, input, now } = args;
    const { organizationId } = context;
    const proposer = actorId(context.actor);
    await lockRules(tx, organizationId);
    if ((await allRules(tx, organizationId)).length >= MAX_RULES) throw new AppError("limit_exceeded", "too_many_rules", `An organization has at most ${MAX_RULES} of these rules.`);
    const keyId = input.source.kind === "key" ? input.source.keyId : null;
    const makers = await requireKey(args, keyId);
    if (input.requestId !== undefined) await requireRequest(args, input.requestId, input.source.sourceKind);
    const rule: AcceptanceRule = {
      id: newId("arl", now.getTime()), number: await nextNumber(tx, organizationId, "AR"), keyId, sourceKind: input.source.sourceKind, requestId: input.requestId ?? null,
      reason: input.reason, expiresAt: await endOf(args, input.lastDay), proposedBy: proposer, proposedAt: now, steps: [],
    };
    await insertRule(tx, organizationId, rule);
    await accountRule(args, rule, "proposed", { alone: false, reason: input.reason });
    const others = (await membersHolding(tx, organizationId, "evidence.trust")).filter((id) => id !== proposer && !makers.includes(id));
    if (others.length === 0) await recordStep(args, rule, { step: "approved", alone: true });
    return { id: rule.id, number: rule.number, inForce: others.length === 0 };
  },
});

/** The makers of a key that may hand in evidence. */
async function requireKey({ tx, context, now }: VerbArguments<unknown>, keyId: string | null): Promise<string[]> {
  if (keyId === null) return [];
  const key = (await keysThatSubmit(tx, context.organizationId, now)).find((one) => one.id === keyId);
  if (key === undefined) throw notFound("key");
  return [key.makerMemberId];
}

async function requireRequest({ tx, context }: VerbArguments<unknown>, requestId: string, kind: SourceKind): Promise<void> {
  const request = (await askedRequests(tx, context.organizationId)).find((one) => one.id === requestId);
  if (request === undefined) throw notFound("evidence request");
  if (!admits(request.sourceKinds, kind)) throw new AppError("validation", "kind_not_admitted", "Nothing was proposed.", [{ path: "requestId", message: "It cannot be answered by a source of this kind." }]);
}

async function endOf({ tx, context, now }: VerbArguments<unknown>, lastDay: string): Promise<Date> {
  const organization = await findOrganization(tx, context.organizationId);
  if (organization === null) throw notFound("organization");
  const { timeZone } = organization;
  const today = dayOf(now, timeZone);
  if (lastDay < today || lastDay > addDays(today, MAX_TRUSTED_DAYS)) {
    throw new AppError("validation", "last_day", "Nothing was proposed.", [{ path: "lastDay", message: "Choose a day within a year: trust is looked at again then." }]);
  }
  return periodInstants({ firstDay: lastDay, lastDay, timeZone }).until;
}
