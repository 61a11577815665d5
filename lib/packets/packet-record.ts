import { z } from "zod";
import { STATUS_NAMES } from "#lib/status/index.ts";

/** How a packet is cited, and its id inside its files: pkt-0012. Unique within an organization. */
export function packetName(number: number): string {
  return `pkt-${String(number).padStart(4, "0")}`;
}

const count = z.number().int().nonnegative();

export const manifestSchema = z.strictObject({
  fileName: z.string(),
  reportFileName: z.string(),
  /** Folder at the top of the ZIP. */
  rootName: z.string(),
  /** The files of the bag in the order of the ZIP, paths relative to the bag. */
  files: z.array(z.strictObject({ path: z.string(), sha256: z.string(), bytes: count })),
  tagManifestSha256: z.string(),
  filesSha256: z.string(),
  completeness: z.string(),
  requests: z.array(z.strictObject({ id: z.string(), number: count, title: z.string(), status: z.enum(STATUS_NAMES), because: z.string(), files: count, omissions: count })),
  /** Rows of each population, and whether its counts agree, in words. */
  populations: z.array(z.strictObject({ name: z.string(), rows: count })),
  /** Ids of the evidence that the packet carries. */
  evidenceIds: z.array(z.string()),
  /** What our own verifier said of the stored bytes: nothing but an intact packet is sealed. */
  verification: z.strictObject({ checkedAt: z.iso.datetime(), outcome: z.literal("intact"), files: count, software: z.string() }),
});

/** What a sealed packet says of itself: kept beside it, so that a page need not open the ZIP. */
export type PacketManifest = z.output<typeof manifestSchema>;

export const omissionsSchema = z.array(
  z.strictObject({ id: z.string(), requestNumber: count.nullable(), subject: z.string(), cause: z.enum(STATUS_NAMES), reason: z.string(), from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
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
