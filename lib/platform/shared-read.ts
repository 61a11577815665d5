import type { Database } from "./db.ts";
import { isAppError } from "./errors.ts";
import { withTenant, type TenantTransaction } from "./tenant.ts";

/** Beyond this a reader gets a view of its own: what is read over and over must not rest on an old one. */
const JOINED_WITHIN_MS = 1_000;

type OpenRead = { tx: Promise<TenantTransaction>; readers: number; joinUntil: number; left: boolean; end: () => void };

/** What a shared read has found out already, by its transaction. */
const found = new WeakMap<TenantTransaction, Map<string, Promise<unknown>>>();

/** By the reader's context: of one request, one job, one test. Of a read that was left nobody takes notice. */
const openReads = new WeakMap<object, OpenRead>();

/**
 * Reads in a read-only transaction that is shared by the reads of one context which follow each other without a pause. A
 * page asks a dozen verbs: to begin a transaction, name its tenant and end it cost more round trips than what was asked,
 * and each verb saw a moment of its own. Now they see one. It ends as soon as nobody reads.
 *
 * A read that fails in the database ends it for those who read beside it too; a refusal of a verb does not.
 */
export async function withSharedRead<T>(database: Database, context: { readonly organizationId: string }, work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
  const open = openReads.get(context);
  const read = open !== undefined && !open.left && performance.now() < open.joinUntil ? open : begin(database, context);
  read.readers += 1;
  try {
    return await work(await read.tx);
  } catch (error) {
    if (!isAppError(error)) read.left = true;
    throw error;
  } finally {
    read.readers -= 1;
    // What awaits this answer and asks the next thing at once does so before the next turn of the loop.
    if (read.readers === 0) setImmediate(() => { if (read.readers === 0) { read.left = true; read.end(); } });
  }
}

/** Has the reads of a context join what was read to find out whose it is: a page's first and its other questions. */
export function continueSharedRead(from: object, context: object): void {
  const read = openReads.get(from);
  if (read !== undefined) openReads.set(context, read);
}

/**
 * What several verbs of one page need: read once in a shared read, in which nothing can have changed meanwhile. In any
 * other transaction it is read each time. Nobody changes the answer, for the others hold the same.
 */
export function onceInRead<T>(tx: TenantTransaction, what: string, read: () => Promise<T>): Promise<T> {
  const known = found.get(tx);
  if (known === undefined) return read();
  const before = known.get(what) as Promise<T> | undefined;
  if (before !== undefined) return before;
  const answer = read();
  known.set(what, answer);
  return answer;
}

/** For who writes: what is read afterwards begins a view of its own. */
export function endSharedRead(context: object): void {
  openReads.delete(context);
}

function begin(database: Database, context: { readonly organizationId: string }): OpenRead {
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  const { promise: tx, resolve: begun, reject: failed } = Promise.withResolvers<TenantTransaction>();
  const read: OpenRead = { tx, readers: 0, joinUntil: performance.now() + JOINED_WITHIN_MS, left: false, end: () => { end(undefined); } };
  openReads.set(context, read);
  withTenant(database, context.organizationId, async (one) => {
    found.set(one, new Map());
    begun(one);
    await ended;
  }, { readOnly: true }).catch((error: unknown) => {
    // Before it began: its readers are told. Later there is nothing to lose, and each reader has met it by its own statement.
    read.left = true;
    failed(error);
  });
  return read;
}
