import { z } from "zod";

// A backup is a tar file, sealed with a passphrase or not. Its entries, in this order:
//   tickmark-backup.json                     what it is, and the columns of each table
//   secrets.json                             the installation's keys
//   files/<name>                             further files of the data folder
//   database/<table>/<number>.copy.gz        rows as PostgreSQL's COPY writes them, compressed, in parts
//   blobs/<organization>/<prefix>/<sha256>   encrypted, as they lie in the store
//   manifest.json                            counts and hashes of all that stands before it
// The manifest comes last, because only then is everything known: a file without it was cut off.

export const BACKUP_FORMAT = 1;

export const HEAD_ENTRY = "tickmark-backup.json";
export const SECRETS_ENTRY = "secrets.json";
export const MANIFEST_ENTRY = "manifest.json";

/** Files of the data folder that are kept besides secrets, database and blobs. */
export const KEPT_FILES = ["demo-logins.json"] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const tableName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

export const headSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  software: z.string(),
  createdAt: z.iso.datetime(),
  /** Applied to the database, with the hash of each one's SQL. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name: tableName, columns: z.array(z.string()) })),
});
export type BackupHead = z.output<typeof headSchema>;

const bytes = z.number().int().nonnegative();

export const manifestSchema = z.object({
  /** `sha256`: of the rows as COPY writes them, parts joined and decompressed. */
  tables: z.array(z.object({ name: tableName, rows: bytes, sha256 })),
  /** `missing`: recorded in the database but not in the store when the backup was made, as <organization>/<sha256>. */
  blobs: z.object({ count: bytes, bytes, missing: z.array(z.string()) }),
  files: z.array(z.object({ name: z.string(), sha256 })),
});
export type BackupManifest = z.output<typeof manifestSchema>;

export const partEntry = (table: string, number: number): string => `database/${table}/${String(number).padStart(6, "0")}.copy.gz`;
export const blobEntry = (organizationId: string, sha256Hex: string): string => `blobs/${organizationId}/${sha256Hex.slice(0, 2)}/${sha256Hex}`;
export const fileEntry = (name: string): string => `files/${name}`;

/** What an entry's name says it is; undefined for a name that no backup has. */
export function entryKind(name: string): { kind: "head" | "secrets" | "manifest" } | { kind: "file"; name: string } | { kind: "part"; table: string } | { kind: "blob"; organizationId: string; sha256: string } | undefined {
  if (name === HEAD_ENTRY) return { kind: "head" };
  if (name === SECRETS_ENTRY) return { kind: "secrets" };
  if (name === MANIFEST_ENTRY) return { kind: "manifest" };
  const file = KEPT_FILES.find((kept) => name === fileEntry(kept));
  if (file !== undefined) return { kind: "file", name: file };
  const [, table] = /^database\/([a-z_][a-z0-9_]{0,62})\/\d{6,}\.copy\.gz$/.exec(name) ?? [];
  if (table !== undefined) return { kind: "part", table };
  const [, organizationId, prefix, hash] = /^blobs\/([A-Za-z0-9_-]{1,64})\/([0-9a-f]{2})\/([0-9a-f]{64})$/.exec(name) ?? [];
  if (organizationId === undefined || hash === undefined || !hash.startsWith(prefix ?? "-")) return undefined;
  return { kind: "blob", organizationId, sha256: hash };
}
