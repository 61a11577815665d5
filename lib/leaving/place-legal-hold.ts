import { z } from "zod";
import { dayInput, defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { countEvidence, insertHold, ON_EVERYTHING, type HoldScope } from "#lib/holds/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { periodInstants } from "#lib/platform/zoned-time.ts";
import { closeDeletion, findPendingDeletion, lockOrganization } from "./deletion.repository.ts";
import { organizationFacts } from "./leaving.repository.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { mailDeletionKind } from "./mail-deletion.kind.ts";

export const reasonInput = textInput(LEAVING_LIMITS.reasonChars).min(1, "Say why.");

const periodInput = z.strictObject({ firstDay: dayInput, lastDay: dayInput });

/** What a hold holds: everything; single evidence; or, as a rule under which later evidence falls too, what answers controls, in a period. */
const scopeInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("everything") }),
  z.strictObject({ kind: z.literal("evidence"), evidenceIds: z.array(idInput).min(1, "Choose at least one evidence.").max(LEAVING_LIMITS.heldAtOnce) }),
  z.strictObject({ kind: z.literal("controls"), controlIds: z.array(idInput).min(1, "Choose at least one control.").max(LEAVING_LIMITS.heldAtOnce), period: periodInput.optional() }),
  z.strictObject({ kind: z.literal("period"), period: periodInput }),
]);

/**
 * Places a legal hold: while it stands, nothing that it holds is disposed of, and the organization cannot be deleted. A
 * deletion that is pending is cancelled by it.
 *
 * @throws AppError not_found (evidence, control); validation (period_reversed)
 */
export const placeLegalHold = defineVerb({
  name: "leaving.place_legal_hold",
  permission: "data.hold",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ reason: reasonInput, on: scopeInput.default({ kind: "everything" }) }),
  async run(args): Promise<{ id: string }> {
    const { tx, context, input: { reason, on }, now, audit, enqueue } = args;
    const { organizationId, actor } = context;
    await lockOrganization(tx, organizationId);
    const id = newId("hold", now.getTime());
    const held = await scopeOf(args, on);
    await insertHold(tx, { organizationId, id, reason, placedBy: actorId(actor), placedByName: actor.name, placedAt: now, ...held });
    const scope: Record<string, string | string[] | null> = on.kind === "everything" ? {} : { evidence: held.evidenceIds, controls: held.controlIds, from: held.coversFrom?.toISOString() ?? null, until: held.coversUntil?.toISOString() ?? null };
    await appendPendingEntry(tx, context, { kind: "legal_hold.placed", subjectId: id, record: { by: actorId(actor), ...scope } });
    await audit({ action: "legal_hold.placed", subjectKind: "legal_hold", subjectId: id, changes: { reason, ...scope } });
    const pending = await findPendingDeletion(tx);
    if (pending !== null && (await closeDeletion(tx, organizationId, pending.id, { name: actor.name, at: now }))) {
      await audit({ action: "deletion.cancelled", subjectKind: "deletion", subjectId: pending.id, changes: { legal_hold: id } });
      await enqueue(mailDeletionKind, { deletionId: pending.id, change: "cancelled" }, pending.id);
      await settleNotifications(args, { kinds: ["deletion_asked"], subjectIds: [organizationId] });
    }
    return { id };
  },
});

async function scopeOf({ tx, scope, context }: VerbArguments<unknown>, on: z.output<typeof scopeInput>): Promise<HoldScope> {
  if (on.kind === "everything") return ON_EVERYTHING;
  if (on.kind === "evidence") {
    const evidenceIds = [...new Set(on.evidenceIds)];
    if ((await countEvidence(tx, context.organizationId, evidenceIds)) !== evidenceIds.length) throw notFound("evidence");
    return { ...ON_EVERYTHING, evidenceIds };
  }
  const controlIds = on.kind === "controls" ? (await requireControls(tx, scope, on.controlIds)).map(({ id }) => id) : [];
  if (on.period === undefined) return { ...ON_EVERYTHING, controlIds };
  if (on.period.firstDay > on.period.lastDay) throw new AppError("validation", "period_reversed", "Nothing was held.", [{ path: "on.period.lastDay", message: "The last day lies before the first." }]);
  const { timeZone } = await organizationFacts(tx, context.organizationId);
  const { from, until } = periodInstants({ ...on.period, timeZone });
  return { evidenceIds: [], controlIds, coversFrom: from, coversUntil: until };
}
