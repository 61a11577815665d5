import { z } from "zod";

export const hashInput = z.string().length(64).regex(/^[0-9a-f]{64}$/);
/** Rows, files or bytes. */
export const countInput = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const measured = { sha256: hashInput, bytes: countInput, crc32: countInput };

/** What one snapshot gave: each table and the index of files, kept as bytes in the blob store. From these the archive is made. */
export const exportContentSchema = z.strictObject({
  asOf: z.iso.datetime(),
  tables: z.array(z.strictObject({ table: z.string().max(64), rows: countInput, ...measured })).max(1000),
  /** `data/files.ndjson`: one line for each stored file. */
  files: z.strictObject({ rows: countInput, ...measured }),
});

export type ExportContent = z.output<typeof exportContentSchema>;

/** A stored file of the organization, and every record that names it. */
export const exportedFileSchema = z.strictObject({
  sha256: hashInput,
  bytes: countInput,
  used_by: z.array(z.strictObject({ table: z.string(), id: z.string(), name: z.string().nullable() })).nullable(),
});

export type ExportedFile = z.output<typeof exportedFileSchema>;
