import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { rowSchema, type OpenedMessage, type RowOf } from "#lib/connector/index.ts";
import { readObject, type ObjectView } from "#lib/inventory/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { orDamage, readWhole, type Damage } from "#lib/stored-files/index.ts";
import { findSecret, requireConnection } from "./connection.repository.ts";
import { connectorOf, receiverOf } from "./connectors.ts";
import { openCredential } from "./credential.ts";
import { readConnection } from "./read-connection.ts";
import { addressIn } from "./receiving-address.ts";

/** The address that mail for a connection is sent to; null while the installation takes no mail, or the connection was removed. @throws AppError not_found */
export const readAddress = defineVerb({
  name: "connections.read_address",
  permission: "connections.manage",
  effect: "read",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId } }): Promise<{ address: string | null }> {
    receiverOf(connectorOf((await requireConnection(tx, organizationId, connectionId)).connector));
    const wrapped = await findSecret(tx, organizationId, connectionId);
    return { address: wrapped === null ? null : addressIn(openCredential(organizationId, connectionId, wrapped)) };
  },
});

/** A message in its row's words: its parts are named by their hashes. */
const attributesSchema = z.object({
  message_id: z.string().nullable(), date: z.string().nullable(), sha256: z.string(), bytes: z.number(), dmarc_policy: z.string().nullable(), unopened: z.string().nullable(),
  parts: z.array(z.object({ name: z.string(), media_type: z.string(), bytes: z.number(), sha256: z.string() })),
});

type MessageFacts = { row: RowOf<"message">; facts: z.output<typeof attributesSchema> };

/** What a collected message says of itself; null for another thing. */
function messageFacts({ kind, versions }: Pick<ObjectView, "kind" | "versions">): MessageFacts | null {
  const [newest] = versions;
  if (kind !== "message" || newest === undefined) return null;
  const row = rowSchema.parse(newest.data);
  return row.kind === "message" ? { row, facts: attributesSchema.parse(row.attributes) } : null;
}

type OpenMessage = MessageFacts & { object: ObjectView; opened: OpenedMessage; raw: Buffer };

/** A message as it came, and taken apart again. @throws AppError not_found, internal (blob_missing, blob_altered) */
export async function openMessage(context: Context, input: { objectId: string }): Promise<OpenMessage> {
  return openFile(context, await requireMessage(context, input));
}

async function requireMessage(context: Context, input: { objectId: string }): Promise<MessageFacts & { object: ObjectView }> {
  const object = await readObject(context, input);
  const found = messageFacts(object);
  if (found === null) throw notFound("message");
  return { ...found, object };
}

async function openFile(context: Context, message: MessageFacts & { object: ObjectView }): Promise<OpenMessage> {
  const { connector } = await readConnection(context, { connectionId: message.object.connectionId });
  const raw = await readWhole(context, message.facts.sha256);
  return { ...message, raw, opened: await receiverOf(connectorOf(connector)).open(raw) };
}

export type MessageView = MessageFacts & { object: ObjectView } & ({ opened: OpenedMessage; damage: null } | { opened: null; damage: Damage });

/** A message as a page shows it: also where the file that came is damaged where it lies. @throws AppError not_found */
export async function readMessage(context: Context, input: { objectId: string }): Promise<MessageView> {
  const message = await requireMessage(context, input);
  const { found, damage } = await orDamage(openFile(context, message));
  return found === null ? { ...message, opened: null, damage } : { ...message, opened: found.opened, damage: null };
}

/** A file of a message, the same bytes as when it came. @throws AppError not_found, internal (part_altered, blob_missing, blob_altered) */
export async function readPart(context: Context, input: { objectId: string; part: number }): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const { facts, opened } = await openMessage(context, { objectId: input.objectId });
  const [known, part] = [facts.parts[input.part], opened.parts[input.part]];
  if (known === undefined || part === undefined) throw notFound("part");
  if (sha256Hex(part.bytes) !== known.sha256) throw new AppError("internal", "part_altered", "Taken apart now, the message gives another file than when it came. The message as it came is unchanged: take that.");
  return part;
}

