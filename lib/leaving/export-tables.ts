import { readFile } from "node:fs/promises";
import { Measurer } from "#lib/packets/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenantSnapshot } from "#lib/platform/tenant-snapshot.ts";
import { dictionaryOf, type DictionaryTable } from "./dictionary.ts";
import type { ExportContent } from "./export-content.ts";
import { filesQuery } from "./file-references.ts";
import { LEAVING_LIMITS } from "./limits.ts";

const SCHEMA_FILE = "prisma/schema.prisma";
const LINE_FEED = 10;

export async function readDictionary(): Promise<DictionaryTable[]> {
  return dictionaryOf(await readFile(SCHEMA_FILE, "utf8"));
}

/**
 * Reads every table of an organization in one snapshot and keeps each as lines of JSON in the blob store. Row-level security
 * decides which rows there are.
 *
 * @param told is given the share of the tables that are done
 */
export async function keepTables(organizationId: string, dictionary: readonly DictionaryTable[], asOf: Date, told: (share: number) => Promise<void>): Promise<ExportContent> {
  const keep = async (lines: AsyncIterable<Buffer>) => {
    const measurer = new Measurer();
    let rows = 0;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of lines) {
        measurer.update(chunk);
        for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) rows += 1;
        yield chunk;
      }
    };
    await runtime().blobs.write(organizationId, counted(), { maxBytes: LEAVING_LIMITS.archiveBytes });
    return { rows, ...measurer.end() };
  };
  return withTenantSnapshot(organizationId, async (read) => {
    const tables: ExportContent["tables"] = [];
    for (const [index, table] of dictionary.entries()) {
      await told(index / dictionary.length);
      tables.push({ table: table.table, ...(await keep(read(rowsQuery(table)))) });
    }
    return { asOf: asOf.toISOString(), tables, files: await keep(read(filesQuery())) };
  });
}

// Names come from our own schema, and are quoted all the same: `table` and `user` are words of SQL.
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

function rowsQuery({ table, columns, key }: DictionaryTable): string {
  return `SELECT row_to_json(r) FROM (SELECT ${quoted(columns.map(({ name }) => name))} FROM "${table}" ORDER BY ${quoted(key)}) r`;
}
