import { STATUS_NAMES, statusFacts, type Status } from "#lib/status/index.ts";

/** The printed word of a status. */
export function statusWord(status: Status): string {
  return statusFacts(status).word;
}

/** Things counted by status, worst first: `1 fail, 5 met`; in words that there are none. */
export function countStatuses(things: readonly { status: Status }[]): string {
  const counts = STATUS_NAMES.map((status) => ({ status, n: things.filter((one) => one.status === status).length }));
  const named = counts.filter((one) => one.n > 0).map((one) => `${one.n} ${statusWord(one.status).toLowerCase()}`);
  return named.length > 0 ? named.join(", ") : "none defined";
}
