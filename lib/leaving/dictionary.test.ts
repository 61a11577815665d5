import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readSchemaTables } from "#lib/testing/schema-tables.ts";
import { dictionaryOf } from "./dictionary.ts";
import { FILE_REFERENCES, OTHER_HASHES } from "./file-references.ts";

const schema = readFileSync("prisma/schema.prisma", "utf8");
const tables = dictionaryOf(schema);

describe("the dictionary of exports", () => {
  test("has every tenant table with its key, and no other", () => {
    expect(tables.map(({ table }) => table)).toEqual(readSchemaTables().filter(({ kind }) => kind === "tenant").map(({ table }) => table).sort());
    for (const { table, key, columns } of tables) expect(key.filter((name) => !columns.some((column) => column.name === name)), table).toEqual([]);
  });

  test("leaves out what the schema marks as a secret, and everything that is called like one is marked", () => {
    expect(tables.flatMap(({ table, left_out: leftOut }) => leftOut.map((column) => `${table}.${column}`))).toContain("organization_key.wrapped_key");
    const suspicious = tables.flatMap(({ table, columns }) => columns.filter(({ name }) => /secret|password|token|wrapped|credential(?!_fingerprint)|private/.test(name)).map(({ name }) => `${table}.${name}`));
    expect(suspicious).toEqual([]);
  });

  test("says of each column what it is, with the words that it can have", () => {
    const model = "enum Hue {\n  red\n  green\n}\n/// Something\n/// painted.\n/// @kind tenant @append-only\nmodel Thing {\n  organizationId String @map(\"organization_id\")\n  id String\n  /// How it looks.\n  hue Hue\n  parts Json?\n  tags String[]\n  /// @secret\n  hidden Bytes\n  other Other @relation(fields: [id], references: [id])\n  @@id([organizationId, id])\n  @@map(\"thing\")\n}\nmodel Other {\n  id String @id\n}\n";
    expect(dictionaryOf(model)).toEqual([{
      table: "thing", meaning: "Something painted.", append_only: true, key: ["organization_id", "id"], left_out: ["hidden"],
      columns: [
        { name: "organization_id", type: "text", optional: false, meaning: "" },
        { name: "id", type: "text", optional: false, meaning: "" },
        { name: "hue", type: "one of the words", optional: false, meaning: "How it looks.", words: ["red", "green"] },
        { name: "parts", type: "JSON", optional: true, meaning: "" },
        { name: "tags", type: "list of text", optional: false, meaning: "" },
      ],
    }]);
    expect(() => dictionaryOf("/// @kind tenant\nmodel Odd {\n  id String @id\n  at Decimal\n}\n")).toThrow(/Decimal/);
  });

  test("every column of hashes is a file with a name, or the hash of something else", () => {
    const hashes = tables.flatMap(({ table, columns }) => columns.filter(({ name }) => /(^|_)sha256$/.test(name)).map(({ name }) => `${table}.${name}`));
    expect([...new Set([...FILE_REFERENCES.map(({ table, column }) => `${table}.${column}`), ...OTHER_HASHES])].sort()).toEqual(hashes.sort());
  });
});
