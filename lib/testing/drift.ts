import { readFile } from "node:fs/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlDriverAdapter, type SqlQuery, type SqlResultSet } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { NO_FILTER, openSchemaEngine } from "#lib/platform/schema-engine.ts";

/** Types of the catalogues' columns by their object id. The adapter knows all but `"char"`, which they are full of. */
const CATALOGUE_TYPES: Readonly<Record<number, SqlResultSet["columnTypes"][number]>> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  19: ColumnTypeEnum.Text,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  25: ColumnTypeEnum.Text,
  26: ColumnTypeEnum.Int64,
  1000: ColumnTypeEnum.BooleanArray,
  1003: ColumnTypeEnum.TextArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1009: ColumnTypeEnum.TextArray,
  1043: ColumnTypeEnum.Text,
};

async function readCatalogue(pool: pg.Pool, { sql, args }: SqlQuery): Promise<SqlResultSet> {
  const { fields, rows } = await pool.query<unknown[]>({ text: sql, values: args, rowMode: "array" });
  const columnTypes = fields.map(({ name, dataTypeID }) => {
    const type = CATALOGUE_TYPES[dataTypeID];
    if (type === undefined) throw new Error(`the schema engine reads a column ${name} of a type (${dataTypeID}) that is not known here`);
    return type;
  });
  return { columnNames: fields.map(({ name }) => name), columnTypes, rows };
}

/**
 * The SQL statements that would lead from a database, as it stands, to prisma/schema.prisma: none when they agree.
 * Row-level security, triggers and partial indexes are in no datamodel and so in no answer.
 *
 * @param url a URL that may read the catalogues
 */
export async function driftFrom(url: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const factory = new PrismaPg(pool);
  const connect = async (): Promise<SqlDriverAdapter> =>
    Object.assign(Object.create(await factory.connect()) as SqlDriverAdapter, { queryRaw: (query: SqlQuery) => readCatalogue(pool, query) });
  const noShadow = () => Promise.reject(new Error("comparing needs no shadow database"));
  try {
    const engine = await openSchemaEngine({ provider: factory.provider, adapterName: factory.adapterName, connect, connectToShadowDb: noShadow });
    try {
      const files = [{ path: "schema.prisma", content: await readFile("prisma/schema.prisma", "utf8") }];
      // The engine's own table is nobody's model.
      const filters = { ...NO_FILTER, externalTables: ["public._prisma_migrations"] };
      const answer = await engine.diff({ from: { tag: "schemaDatasource", files, configDir: "." }, to: { tag: "schemaDatamodel", files }, script: true, exitCode: null, filters });
      return statementsOf(answer.stdout ?? "");
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

function statementsOf(script: string): string[] {
  const lines = script.split("\n").filter((line) => !line.startsWith("--"));
  return lines.join("\n").split(/(?<=;)\n/).map((statement) => statement.trim()).filter((statement) => statement !== "");
}
