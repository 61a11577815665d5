import type { Mail } from "#lib/platform/mailer.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { MAIL_LIMITS } from "./mail-limits.ts";
import { claimMail, findReader, MAIL_DUE, putDue, requireMail, settleMail, type ClaimedMail, type Reader } from "./mail.repository.ts";

type Act = { tx: TenantTransaction; organizationId: string; now: Date };
type Written = Omit<Mail, "id" | "to">;

/**
 * Takes a waiting mail for this worker alone and has it written, of what is owed at this moment. Null when another worker has
 * it, it was sent, its person has left, or nothing is left to say. Whoever takes it and dies gives it up after the lease.
 */
export async function takeMail({ tx, organizationId, now }: Act, mailId: string, write: (reader: Reader, claimed: ClaimedMail) => Promise<Written | null>): Promise<Mail | null> {
  await requireMail(tx, organizationId, mailId);
  const leasedUntil = new Date(now.getTime() + MAIL_LIMITS.leaseMs);
  const claimed = await claimMail(tx, organizationId, mailId, now, leasedUntil);
  if (claimed === null) return null;
  const reader = await findReader(tx, organizationId, claimed.memberId);
  const written = reader === null || reader.demo ? null : await write(reader, claimed);
  if (reader === null || written === null) {
    await settleMail(tx, organizationId, mailId, "dropped", null, now);
    return null;
  }
  await putDue(tx, MAIL_DUE.again, mailId, leasedUntil);
  return { id: mailId, to: { name: reader.name, address: reader.email }, ...written };
}
