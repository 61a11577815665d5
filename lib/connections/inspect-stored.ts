import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { requireConnection } from "./connection.repository.ts";
import { inspectMessageKind } from "./inspect-message.kind.ts";
import { findMessageConnector, messagesNotLookedInto, moveInspectionOn } from "./received.repository.ts";

/** Messages that are put in line at once: each is a job, and others wait in the same line. */
const BATCH = 100;
const NEXT_BATCH_MS = 60_000;

/** Has a message and its files looked into, or looked into again: it came before that was done, or a scanner was set up since. @throws AppError not_found */
export const askMessageInspection = defineVerb({
  name: "connections.inspect_message",
  permission: "evidence.review",
  effect: "write",
  input: z.strictObject({ objectId: idInput }),
  async run({ tx, context: { organizationId }, input: { objectId }, audit, enqueue }): Promise<void> {
    const found = await findMessageConnector(tx, organizationId, objectId);
    if (found === null) throw notFound("message");
    await enqueue(inspectMessageKind, found, found.sha256);
    await audit({ action: "file.inspection_asked", subjectKind: "file", subjectId: found.sha256, changes: { message: objectId } });
  },
});

/** Puts the next messages of a connection in line that nobody has looked into, behind a place; each look stands in the trail. @throws AppError not_found */
export const inspectStoredMessages = defineVerb({
  name: "connections.inspect_stored",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, after: z.string().max(64) }),
  async run({ tx, context: { organizationId }, input: { connectionId, after }, now, unchanged, enqueue }): Promise<{ asked: number }> {
    unchanged();
    const connection = await requireConnection(tx, organizationId, connectionId);
    const messages = await messagesNotLookedInto(tx, organizationId, { connectionId, after }, BATCH);
    for (const { sha256 } of messages) await enqueue(inspectMessageKind, { connector: connection.connector, sha256 }, sha256);
    await moveInspectionOn(tx, { connectionId, after }, messages.length < BATCH ? null : { after: messages.at(-1)?.id ?? "", at: new Date(now.getTime() + NEXT_BATCH_MS) });
    return { asked: messages.length };
  },
});

/** Messages of a connection that came before messages were looked into, as due work: `<connection>/<the message that was reached>`. */
export async function runDueInspection(context: Context, subject: string): Promise<void> {
  const [connectionId = "", after = ""] = subject.split("/");
  await inspectStoredMessages(context, { connectionId, after });
}
