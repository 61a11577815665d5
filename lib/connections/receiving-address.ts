import type { Receiver, Values } from "#lib/connector/index.ts";
import type { Database } from "#lib/platform/db.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findReceivingAddress, insertReceivingAddress } from "./received.repository.ts";

export { removeReceivingAddress } from "./received.repository.ts";

/** The member of a credential that holds what stands before the at-sign. */
const LOCAL_PART = "address";

/** An address for a connection, as its credential holds it. @throws AppError precondition_failed (mail_not_taken) */
export function newReceivingValues(receiver: Receiver): Values {
  const domain = requireMailDomain();
  return { [LOCAL_PART]: receiver.newAddress(domain).split("@")[0] ?? "" };
}

function requireMailDomain(): string {
  const { mailDomain } = runtime();
  if (mailDomain === undefined) throw new AppError("precondition_failed", "mail_not_taken", "This installation takes no mail. Its operator sets TICKMARK_MAIL_PORT, and has the domain’s MX record lead here.");
  return mailDomain;
}

/** An address as it is known by: of what stands before the at-sign, for the domain is the installation's. */
const hashOf = (localPart: string): string => sha256Hex(`receiving address ${localPart.toLowerCase()}`);

/** Has mail to a credential's address lead to its connection, and to the address before it nowhere. */
export async function putReceivingAddress(tx: Parameters<typeof insertReceivingAddress>[0], connectionId: string, values: Values): Promise<void> {
  const localPart = values[LOCAL_PART];
  if (localPart !== undefined) await insertReceivingAddress(tx, hashOf(localPart), connectionId);
}

/** The whole address of a credential; null where it has none, or the installation takes no mail. */
export function addressIn(values: Values): string | null {
  const [localPart, domain] = [values[LOCAL_PART], runtime().mailDomain];
  return localPart === undefined || domain === undefined ? null : `${localPart}@${domain}`;
}

/** Whose an address is; null when it is nobody's, or of another domain: which of both, and whether it ever was, nobody is told. */
export function connectionOfAddress(database: Pick<Database, "$queryRaw">, address: string): Promise<{ organizationId: string; connectionId: string } | null> {
  const at = address.lastIndexOf("@");
  const known = at > 0 && address.slice(at + 1).toLowerCase() === runtime().mailDomain;
  // Asked all the same: how long the answer takes says nothing.
  return findReceivingAddress(database, hashOf(known ? address.slice(0, at) : ""));
}
