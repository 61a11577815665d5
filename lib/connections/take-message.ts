import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { keepBlob } from "#lib/stored-files/index.ts";
import { REFUSAL_REASONS } from "./client.ts";
import { blobInput, keepPage, pageInput, rowsOfPage } from "./commit-page.ts";
import { lockConnection, type ConnectionRow } from "./connection.repository.ts";
import { inspectMessageKind } from "./inspect-message.kind.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { countRefusal, isMessageKnown } from "./received.repository.ts";
import { holdDay } from "./received-day.ts";

/**
 * Keeps a message that came to a connection's address: as it came, what was made of it, its row, and its place in the record
 * of the day; all of it or nothing. What came already, byte for byte, is kept once.
 *
 * @returns whether it was new
 * @throws AppError not_found (the connection was removed), conflict (connection_paused), limit_exceeded (messages_of_day)
 */
export const takeMessage = defineVerb({
  name: "connections.take_message",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    connectionId: idInput,
    /** The stored files: the message as it came, and the answer that was made of it. */
    raw: blobInput,
    copy: blobInput,
    /** As of a page of a run: one answer with its rows, one exchange. */
    page: pageInput,
  }),
  async run(args): Promise<{ kept: boolean }> {
    const { tx, context: { organizationId }, input: { connectionId, raw, copy, page }, unchanged, enqueue } = args;
    const connection = await lockConnection(tx, organizationId, connectionId);
    requireReceiving(connection);
    const [row] = rowsOfPage(page);
    if (row === undefined) throw new AppError("validation", "no_message", "The page holds no message.");
    if (await isMessageKnown(tx, organizationId, connectionId, row.externalId)) {
      unchanged();
      return { kept: false };
    }
    // Each message is a page of its day's record; the trail has the day's begin and end.
    unchanged();
    const day = await holdDay(args, connection);
    if (day.pages >= CONNECTION_LIMITS.messagesOfDay || day.bytes + raw.byteLength > CONNECTION_LIMITS.messageBytesOfDay) throw new AppError("limit_exceeded", "messages_of_day", "The address takes no more messages on this day.");
    await keepBlob(args, raw);
    await keepPage(args, day, { sequence: day.pages, copy, page });
    await enqueue(inspectMessageKind, { connector: connection.connector, sha256: raw.sha256 }, raw.sha256);
    return { kept: true };
  },
});

/** @throws AppError not_found, conflict (connection_paused) */
export function requireReceiving({ state }: Pick<ConnectionRow, "state">): void {
  if (state === "removed") throw notFound("connection");
  if (state === "paused") throw new AppError("conflict", "connection_paused", "The connection is paused.");
}

/** Counts a message that was refused, for the record of its day. @throws AppError not_found */
export const noteRefusal = defineVerb({
  name: "connections.note_refusal",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, reason: z.enum(REFUSAL_REASONS), code: z.int().min(400).max(599), from: z.string().max(320), ip: z.string().max(64) }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { connectionId, ...refusal }, now, unchanged } = args;
    // It stands in the record of the day, whose begin and end the trail names.
    unchanged();
    const connection = await lockConnection(tx, organizationId, connectionId);
    if (connection.state === "removed") throw notFound("connection");
    const day = await holdDay(args, connection);
    await countRefusal(tx, organizationId, day.id, refusal, now);
  },
});
