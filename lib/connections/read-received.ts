import { z } from "zod";
import { defineVerb, idInput, memberNames } from "#lib/access/index.ts";
import { rowSchema, type OpenedMessage, type RowOf } from "#lib/connector/index.ts";
import { newestInspections, newestReleases, type FileInspection, type FileRelease } from "#lib/inspection/index.ts";
import { readObject, type ObjectView } from "#lib/inventory/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { orDamage, readWhole, type Damage } from "#lib/stored-files/index.ts";
import { findSecret, requireConnection } from "./connection.repository.ts";
import { connectorOf, receiverOf } from "./connectors.ts";
import { openCredential } from "./credential.ts";
import { findMessageData } from "./received.repository.ts";
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

const messageRow = z.object({ attributes: attributesSchema });

type MessageFacts = { row: RowOf<"message">; facts: z.output<typeof attributesSchema> };

/** What a collected message says of itself; null for another thing. */
function messageFacts({ kind, versions }: Pick<ObjectView, "kind" | "versions">): MessageFacts | null {
  const [newest] = versions;
  if (kind !== "message" || newest === undefined) return null;
  const row = rowSchema.parse(newest.data);
  return row.kind === "message" ? { row, facts: attributesSchema.parse(row.attributes) } : null;
}

/** What was found in a file of a message, and who let it out in spite of it. */
export type PartInspection = { inspection: FileInspection | null; release: (FileRelease & { releaser: string }) | null };

/** What was found in a message and in each of its files, by their hashes. @throws AppError not_found */
export const readPartInspections = defineVerb({
  name: "connections.read_part_inspections",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ objectId: idInput }),
  async run({ tx, context: { organizationId }, input: { objectId } }): Promise<Map<string, PartInspection>> {
    const data = await findMessageData(tx, organizationId, objectId);
    if (data === null) throw notFound("message");
    const { attributes } = messageRow.parse(data);
    const hashes = [...new Set([attributes.sha256, ...attributes.parts.map(({ sha256 }) => sha256)])];
    const [looks, releases] = [await newestInspections(tx, organizationId, hashes), await newestReleases(tx, organizationId, hashes)];
    const names = await memberNames(tx, organizationId, [...releases.values()].map(({ releasedBy }) => releasedBy));
    return new Map(hashes.map((sha256) => {
      const release = releases.get(sha256);
      return [sha256, { inspection: looks.get(sha256) ?? null, release: release === undefined ? null : { ...release, releaser: names.get(release.releasedBy) ?? "Somebody who has left" } }];
    }));
  },
});

/** Refuses to hand out a file in which the virus scanner found something, unless somebody released it. @throws AppError precondition_failed (held_back) */
export async function requireNotHeld(context: Context, objectId: string, sha256: string): Promise<void> {
  const found = (await readPartInspections(context, { objectId })).get(sha256);
  if (found?.inspection?.scanVerdict === "infected" && found.release === null) throw new AppError("precondition_failed", "held_back", `The virus scanner found ${found.inspection.scanDetail ?? "something"} in it: it is held back until somebody who may releases it.`);
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

export type MessageView = MessageFacts & { object: ObjectView; inspections: ReadonlyMap<string, PartInspection> } & ({ opened: OpenedMessage; damage: null } | { opened: null; damage: Damage });

/** A message as a page shows it: also where the file that came is damaged where it lies. @throws AppError not_found */
export async function readMessage(context: Context, input: { objectId: string }): Promise<MessageView> {
  const message = await requireMessage(context, input);
  const { found, damage } = await orDamage(openFile(context, message));
  const inspections = await readPartInspections(context, input);
  return found === null ? { ...message, inspections, opened: null, damage } : { ...message, inspections, opened: found.opened, damage: null };
}

/** A file of a message, the same bytes as when it came. @throws AppError not_found, precondition_failed (held_back), internal (part_altered, blob_missing, blob_altered) */
export async function readPart(context: Context, input: { objectId: string; part: number }): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const { facts, opened } = await openMessage(context, { objectId: input.objectId });
  const [known, part] = [facts.parts[input.part], opened.parts[input.part]];
  if (known === undefined || part === undefined) throw notFound("part");
  await requireNotHeld(context, input.objectId, known.sha256);
  if (sha256Hex(part.bytes) !== known.sha256) throw new AppError("internal", "part_altered", "Taken apart now, the message gives another file than when it came. The message as it came is unchanged: take that.");
  return part;
}

