import { z } from "zod";
import { STATUS_NAMES } from "#lib/status/index.ts";
import { PACKET_LIMITS } from "./limits.ts";

/** How a packet is cited, and its id inside its files: PKT-12. Unique within an organization. */
export function packetName(number: number): string {
  return `PKT-${number}`;
}

const count = z.number().int().min(0).max(PACKET_LIMITS.packetBytes);
const name = z.string().max(PACKET_LIMITS.recordedName);
const text = z.string().max(PACKET_LIMITS.recordedText);
const manyOf = <Item extends z.ZodType>(item: Item) => z.array(item).max(PACKET_LIMITS.files);

const sha256Input = z.string().length(64).regex(/^[0-9a-f]{64}$/);

/** Bytes that were stored. */
export const storedInput = z.strictObject({ sha256: sha256Input, byteLength: z.number().int().min(1).max(PACKET_LIMITS.packetBytes) });

export const manifestSchema = z.strictObject({
  fileName: name,
  reportFileName: name,
  /** Folder at the top of the ZIP. */
  rootName: name,
  /** The files of the bag in the order of the ZIP, paths relative to the bag. */
  files: manyOf(z.strictObject({ path: name, sha256: sha256Input, bytes: count })),
  tagManifestSha256: sha256Input,
  filesSha256: sha256Input,
  completeness: text,
  requests: manyOf(z.strictObject({ id: name, number: count, title: name, status: z.enum(STATUS_NAMES), because: text, files: count, omissions: count })),
  /** Rows of each population, and whether its counts agree, in words. */
  populations: manyOf(z.strictObject({ name, rows: count })),
  /** Ids of the evidence that the packet carries. */
  evidenceIds: manyOf(name),
  /** What our own verifier said of the stored bytes: nothing but an intact packet is sealed. */
  verification: z.strictObject({
    checkedAt: z.iso.datetime(), outcome: z.literal("intact"), files: count, software: name,
    /** Whose certificate signed the report; null when it is not signed. Absent in packets that were sealed before it was kept. */
    signer: z.strictObject({ subject: text, fingerprint: name }).nullable().optional(),
    /** What the ledger's proofs in the packet show; null when it carries none. Absent in packets that were sealed before it was kept. */
    ledger: z.strictObject({ entries: count.nullable(), stamped: z.strictObject({ at: z.iso.datetime(), by: text }).nullable(), proven: count, items: count }).nullable().optional(),
  }),
});

/** What a sealed packet says of itself: kept beside it, so that a page need not open the ZIP. */
export type PacketManifest = z.output<typeof manifestSchema>;

export const omissionsSchema = manyOf(
  z.strictObject({ id: name, requestNumber: count.nullable(), subject: text, cause: z.enum(STATUS_NAMES), reason: text, from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
);

export type StoredOmission = z.output<typeof omissionsSchema>[number];

/** @throws ZodError when the column holds anything else */
export function readManifest(stored: unknown): PacketManifest {
  return manifestSchema.parse(stored);
}

/** @throws ZodError when the column holds anything else */
export function readOmissions(stored: unknown): StoredOmission[] {
  return omissionsSchema.parse(stored);
}

/** A person who gets packets. */
export const recipientInput = z.strictObject({
  name: z.string().trim().min(1, "Give the name of the recipient.").max(120, "At most 120 characters.").regex(/^[^\p{Cc}<>"]*$/u, "A name without line breaks, quotes or angle brackets."),
  email: z.string().trim().toLowerCase().max(254, "At most 254 characters.").pipe(z.email("This is not an e-mail address.")),
});

export type Recipient = z.output<typeof recipientInput>;

/** Recipients as a schedule keeps them. @throws ZodError when the column holds anything else */
export function readRecipients(stored: unknown): Recipient[] {
  return z.array(recipientInput).parse(stored);
}
