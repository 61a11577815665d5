import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from "@prisma/driver-adapter-utils";

/**
 * Has the statements of one transaction take turns: a connection does one thing at a time, while a page's verbs ask side by
 * side in the read that they share, and Prisma fetches several relations at once. The driver would line them up too, but
 * says of that that it will end.
 */
export function takeTurns(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter: SqlDriverAdapter = await factory.connect();
      return bound(adapter, { startTransaction: async (isolation) => inTurns(await adapter.startTransaction(isolation)) });
    },
  };
}

const STATEMENTS: ReadonlySet<PropertyKey> = new Set<keyof Transaction>(["queryRaw", "executeRaw", "commit", "rollback", "createSavepoint", "rollbackToSavepoint", "releaseSavepoint"]);

/** The same transaction, each of whose statements begins when the one before it has ended, however that ended. */
function inTurns(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve();
  return new Proxy(transaction, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      const method = value.bind(target) as (...values: unknown[]) => Promise<unknown>;
      if (!STATEMENTS.has(name)) return method;
      return (...values: unknown[]) => {
        const work = () => method(...values);
        last = last.then(work, work);
        return last;
      };
    },
  });
}

/** The same object in all but what is given instead; bound to itself, because the driver's own objects keep private fields, which a proxy has not. */
export function bound<Target extends object>(target: Target, instead: Partial<Target>): Target {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in instead ? instead : target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
