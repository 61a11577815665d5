import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newIdAfter } from "#lib/platform/ids.ts";
import { findEvidence, lockRequests, type StoredEvidence } from "./evidence.repository.ts";
import { replacedFrom, replacementFault } from "./replacement.ts";
import { insertSupersession, lockPlace, newestSupersession, successorsOf, type Supersession } from "./supersession.repository.ts";

type Asked = { successorId: string; evidenceId: string; reason: string };

/**
 * Puts an evidence in the place of an older one, in the transaction of another act: row, ledger entry, audit-trail row.
 * Repeating it changes nothing.
 *
 * @throws AppError not_found; precondition_failed when it may not take that place; conflict when another one takes it
 */
export async function putInPlaceOf(args: VerbArguments<unknown>, { successorId, evidenceId, reason }: Asked): Promise<void> {
  const { tx, context } = args;
  const { organizationId } = context;
  await lockPlace(tx, organizationId, evidenceId);
  const newer = await requireEvidence(args, successorId);
  const older = await requireEvidence(args, evidenceId);
  const requests = await lockRequests(tx, organizationId, [...new Set([...older.requestIds, ...newer.requestIds])].sort());
  const asked = new Set(requests.filter((request) => request.retiredAt === null).map((request) => request.id));
  const fault = replacementFault(older, newer, asked);
  if (fault !== null) throw new AppError("precondition_failed", fault.reason, `${fault.message} Nothing was changed.`);
  const standing = await successorsOf(tx, organizationId, older.id);
  if (standing.some((one) => one.successorId === newer.id)) return args.unchanged();
  const other = standing.find((one) => one.successorState !== "rejected");
  if (other !== undefined) throw new AppError("conflict", "place_taken", `EV-${other.number} takes the place of EV-${older.number} already. Nothing was changed.`);
  await write(args, older, newer, { withdrawn: false, reason });
}

/**
 * Takes that back: the older one stands in its place again.
 *
 * @throws AppError not_found; conflict when it does not take that place (any more)
 */
export async function takeOutOfPlace(args: VerbArguments<unknown>, { successorId, evidenceId, reason }: Asked): Promise<void> {
  const { tx, context } = args;
  await lockPlace(tx, context.organizationId, evidenceId);
  const newer = await requireEvidence(args, successorId);
  const older = await requireEvidence(args, evidenceId);
  const standing = await successorsOf(tx, context.organizationId, older.id);
  if (!standing.some((one) => one.successorId === newer.id)) throw new AppError("conflict", "not_in_place", `EV-${newer.number} does not take the place of EV-${older.number}. Nothing was changed.`);
  await write(args, older, newer, { withdrawn: true, reason });
}

async function requireEvidence({ tx, context }: VerbArguments<unknown>, id: string): Promise<StoredEvidence> {
  const evidence = await findEvidence(tx, context.organizationId, id);
  if (evidence === null) throw notFound("evidence");
  return evidence;
}

async function write({ tx, context, now, audit }: VerbArguments<unknown>, older: StoredEvidence, newer: StoredEvidence, { withdrawn, reason }: Pick<Supersession, "withdrawn" | "reason">): Promise<void> {
  const from = replacedFrom(older, newer);
  await insertSupersession(tx, context.organizationId, {
    id: newIdAfter("sup", now.getTime(), await newestSupersession(tx, context.organizationId, older.id)), evidenceId: older.id, successorId: newer.id, replacedFrom: from, withdrawn, reason, recordedBy: actorId(context.actor), recordedAt: now,
  });
  const facts = { successor: newer.id, replaced_from: from.toISOString(), withdrawn };
  await appendPendingEntry(tx, context, { kind: "evidence_supersession", subjectId: older.id, record: { ...facts, reason_sha256: sha256Hex(reason) } });
  await audit({ action: withdrawn ? "evidence.restored" : "evidence.superseded", subjectKind: "evidence", subjectId: older.id, changes: { ...facts, reason } });
}
