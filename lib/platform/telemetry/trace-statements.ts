import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, SqlQueryable } from "@prisma/driver-adapter-utils";
import { bound } from "../take-turns.ts";
import { traced, traceParent, tracing } from "./trace.ts";

/** A statement with long lists of columns says nothing more at its end. */
const MAX_STATEMENT_CHARACTERS = 2_000;

/** What a statement does in two words: `SELECT control`. */
function summaryOf(sql: string): string {
  const verb = /^[\s(]*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? "SQL";
  const table = /\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:"?\w+"?\.)?"?(\w+)/i.exec(sql)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
}

/** Values travel beside a statement, as its arguments, which are not looked at; text that is written into it goes too. */
const withoutValues = (sql: string): string => sql.replaceAll(/'(?:[^']|'')*'/g, "?").slice(0, MAX_STATEMENT_CHARACTERS);

function ofStatement<T>(query: SqlQuery, run: (query: SqlQuery) => Promise<T>): Promise<T> {
  // What the worker asks every few seconds by itself is no trace of its own.
  if (traceParent() === undefined) return run(query);
  const text = withoutValues(query.sql);
  return traced(summaryOf(text), { kind: "client", fields: { "db.system.name": "postgresql", "db.query.text": text } }, () => run(query));
}

/** The same object in all but its statements, each of which becomes a span. */
function watched<Queryable extends SqlQueryable>(queryable: Queryable, others: Partial<Queryable> = {}): Queryable {
  const replaced: Partial<Queryable> = {
    ...others,
    queryRaw: (query: SqlQuery) => ofStatement(query, (one) => queryable.queryRaw(one)),
    executeRaw: (query: SqlQuery) => ofStatement(query, (one) => queryable.executeRaw(one)),
  };
  return bound(queryable, replaced);
}

/** Makes a span of every statement that goes through the driver; the driver itself where no traces are made. */
export function traceStatements(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  if (tracing() === undefined) return factory;
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter: SqlDriverAdapter = await factory.connect();
      return watched(adapter, { startTransaction: async (isolation) => watched(await adapter.startTransaction(isolation)) });
    },
  };
}
