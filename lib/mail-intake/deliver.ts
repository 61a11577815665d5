import { connectionOfAddress, CONNECTION_LIMITS, noteRefusal, openSession, pageText, receiverOf, requireReceiving, takeMessage, type RefusalReason } from "#lib/connections/index.ts";
import { CollectionFailure, type Delivery, type Resolve } from "#lib/connector/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** What a sender is told: a code of SMTP (RFC 5321) with its enhanced one (RFC 3463), and a sentence. */
export type Reply = { code: number; says: string };

/** Somebody's address: whose, and which connection's. */
export type Source = { context: Context; connectionId: string; to: string };

/** The same words for whatever is no address of ours: never was, is no more, or is of another domain. */
const NO_SUCH_ADDRESS: Reply = { code: 550, says: "5.1.1 No such address here" };
const LATER: Reply = { code: 451, says: "4.3.0 It could not be kept now; please send it again" };

/** Who was refused, and why, into the record of the day. What fails here takes nothing from anybody: the sender has its answer. */
export async function refuse({ context, connectionId }: Source, reason: RefusalReason, reply: Reply, { from, ip }: Pick<Delivery, "from" | "ip">): Promise<Reply> {
  try {
    await noteRefusal(context, { connectionId, reason, code: reply.code, from: from.toWellFormed().replace(/\p{Cc}/gu, " ").slice(0, 320), ip });
  } catch (error) {
    log.error("mail.refusal_not_noted", { connection: connectionId, ...errorFields(error) });
  }
  return reply;
}

/** Whose address a recipient is, or what its sender is told. */
export async function sourceOf(address: string, sender: Pick<Delivery, "from" | "ip">): Promise<Source | Reply> {
  const { database, clock } = runtime();
  try {
    const found = await connectionOfAddress(database, address);
    if (found === null) return NO_SUCH_ADDRESS;
    const source: Source = { context: { organizationId: found.organizationId, actor: { kind: "system", name: "mail" }, requestId: newId("req", clock.now().getTime()), clock }, connectionId: found.connectionId, to: address };
    const { connection } = await openSession(source.context, { connectionId: found.connectionId });
    try {
      requireReceiving(connection);
    } catch (error) {
      if (isAppError(error, "conflict")) return await refuse(source, "paused", { code: 450, says: "4.2.1 This address takes no mail for now" }, sender);
      throw error;
    }
    return source;
  } catch (error) {
    if (isAppError(error, "not_found") || isAppError(error, "precondition_failed")) return NO_SUCH_ADDRESS;
    log.error("mail.recipient_failed", errorFields(error));
    return LATER;
  }
}

/**
 * Judges a message for one source and keeps it. Only what is durably kept is answered 250: bytes that are synced, then one
 * transaction. Cut off anywhere before, the sender sends it again, and what was kept already is kept once.
 */
export async function deliver(source: Source, delivery: Omit<Delivery, "to">, resolve: Resolve): Promise<Reply> {
  const { context, connectionId, to } = source;
  try {
    const { connector, session } = await openSession(context, { connectionId });
    const receiver = receiverOf(connector);
    const begun = performance.now();
    const answer = await receiver.receive({ ...delivery, to }, session, resolve);
    const raw = await write(context, delivery.bytes);
    const copy = await write(context, Buffer.from(JSON.stringify([answer])));
    const exchange = {
      method: "SMTP", address: `smtp://${delivery.ip}`, sentAt: delivery.receivedAt, milliseconds: Math.round(performance.now() - begun), status: 250, failed: null, serverDate: null,
      bytes: delivery.bytes.length, sha256: sha256Hex(delivery.bytes), waitedMs: 0, attempt: 1,
    };
    const page = pageText({ sequence: 0, answers: [{ ...answer, ...receiver.transform(answer) }], exchanges: [exchange], gaps: [], resume: null });
    const { kept } = await takeMessage(context, { connectionId, raw, copy, page });
    log.info("mail.taken", { connection: connectionId, bytes: delivery.bytes.length, kept });
    return { code: 250, says: kept ? "2.0.0 Kept" : "2.0.0 Kept already" };
  } catch (error) {
    return replyTo(error, source, delivery);
  }
}

function write(context: Context, bytes: Uint8Array) {
  return runtime().blobs.write(context.organizationId, once(bytes), { maxBytes: 4 * CONNECTION_LIMITS.messageBytes });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function replyTo(error: unknown, source: Source, delivery: Omit<Delivery, "to">): Promise<Reply> {
  if (error instanceof CollectionFailure && error.kind === "malformed") return refuse(source, "malformed", { code: 554, says: `5.6.0 ${error.message}` }, delivery);
  if (isAppError(error, "not_found") || isAppError(error, "precondition_failed")) return NO_SUCH_ADDRESS;
  if (isAppError(error, "conflict")) return refuse(source, "paused", { code: 450, says: "4.2.1 This address takes no mail for now" }, delivery);
  if (isAppError(error, "limit_exceeded") && error.reason === "messages_of_day") return refuse(source, "quota", { code: 452, says: "4.2.2 This address takes no more mail today" }, delivery);
  log.error("mail.not_kept", { connection: source.connectionId, ...errorFields(error) });
  return error instanceof AppError && error.code === "limit_exceeded" ? { code: 452, says: "4.3.1 No room for it now" } : LATER;
}
