import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { SchemaEngine, SchemaFilter } from "@prisma/schema-engine-wasm";

export type { SchemaEngine } from "@prisma/schema-engine-wasm";

/** Nothing of the database is managed elsewhere: every table of the schema `public` belongs to the datamodel. */
export const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] };

let loaded: Promise<void> | undefined;

// The engine never clears the timer with which it limits a wait for its lock: a command would end 10 s late.
function idleTimers(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const name = Object.keys(imports).find((key) => key.startsWith("__wbg_setTimeout_"));
  if (name === undefined) throw new Error("the schema engine's glue has another shape than the one known here");
  const original = imports[name] as (work: () => void, milliseconds: number) => NodeJS.Timeout;
  return { ...imports, [name]: (work: () => void, milliseconds: number) => original(work, milliseconds).unref() };
}

// The package's own entry imports the .wasm as a module, which Node still calls experimental; its JavaScript glue
// is bound here to the module instantiated from bytes instead. Once per process: the glue holds one instance.
async function loadWasm(): Promise<void> {
  const path = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(path.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": idleTimers({ ...glue }) });
  const { __wbg_set_wasm: bind } = glue as unknown as { __wbg_set_wasm: (exports: WebAssembly.Exports) => void };
  bind(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
}

/**
 * Opens Prisma's schema engine (WebAssembly; no native binary is downloaded) over a driver adapter.
 * The engine connects at once. Its log lines are dropped: what fails is thrown by the call that failed.
 * Call `free()` when done; the adapter's own connections are the caller's to close.
 */
export async function openSchemaEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  loaded ??= loadWasm();
  await loaded;
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, bound);
}

const INT32 = 0;
const BOOLEAN = 5;
const TEXT = 7;

// The engine's first and only query while it compares datamodels: does the schema exist, and which server is it.
function offlineConnection(): SqlDriverAdapter {
  const refuse = (): Promise<never> => Promise.reject(new Error("no database is behind a comparison of datamodels"));
  return {
    provider: "postgres",
    adapterName: "offline",
    queryRaw: (query: SqlQuery) =>
      query.sql.includes("server_version_num")
        ? Promise.resolve({
            columnNames: ["exists", "version", "numeric_version"],
            columnTypes: [BOOLEAN, TEXT, INT32],
            rows: [[true, "PostgreSQL 18.0", 180000]],
          })
        : refuse(),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
}

/** An adapter for comparing datamodels without a database; anything else asked of it is refused. */
export function offlineAdapterFactory(): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: "postgres",
    adapterName: "offline",
    connect: () => Promise.resolve(offlineConnection()),
    connectToShadowDb: () => Promise.resolve(offlineConnection()),
  };
}
