import type { BackupManifest } from "#lib/platform/backup/backup-format.ts";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as people say them: 1.5 GB. */
export function shownBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${step === 0 ? bytes : (bytes / 1000 ** step).toFixed(1)} ${UNITS[step]}`;
}

const count = (value: number, one: string, many: string): string => `${value.toLocaleString("en")} ${value === 1 ? one : many}`;

/** What a backup holds, in one line. */
export function shownContents({ tables, blobs }: BackupManifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${count(tables.length, "table", "tables")}, ${count(rows, "row", "rows")}, ${count(blobs.count, "blob", "blobs")} (${shownBytes(blobs.bytes)}), keys`;
}

/** Said when the store lacked blobs already as the backup was made; undefined when it lacked none. */
export function missingSentence({ blobs: { missing } }: BackupManifest): string | undefined {
  if (missing.length === 0) return undefined;
  return `${count(missing.length, "blob", "blobs")} that the database names ${missing.length === 1 ? "was" : "were"} not in the store: ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ", …" : ""}. "tickmark doctor --all" tells more.`;
}
