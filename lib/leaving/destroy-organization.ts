import type { Context } from "#lib/platform/context.ts";
import { databaseUrls } from "#lib/platform/database-urls.ts";
import { beginDestruction, closeReceipt, destroyRows, endDestruction, type DestroyedFacts, type Recipient } from "#lib/platform/destroy/destroy-organization.ts";
import { log } from "#lib/platform/log.ts";
import { composeMail, utcText } from "#lib/platform/mail-text.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findReceipt } from "./deletion.repository.ts";
import { receiptPath } from "./receipt-link.ts";
import { receiptOf, signReceipt } from "./receipt.ts";

/**
 * Destroys an organization whose time of grace is over. The key goes first, in the transaction that opens the
 * receipt; then rows, files, and what waits in the queue; then the receipt is signed and mailed. Cut off anywhere, the next
 * worker goes on: each step finds by itself what is left to do. Nothing happens when the deletion was cancelled meanwhile.
 */
export async function destroyOrganization({ organizationId, clock }: Context, requestId: string): Promise<void> {
  const roles = databaseUrls();
  const { blobs, database, masterKey } = runtime();
  const begun = await beginDestruction(roles, { organizationId, requestId, now: clock.now() });
  if (begun === null) return;
  if (begun.document === null) {
    await destroyRows(roles, organizationId);
    await blobs.removeAll(organizationId);
    const row = await findReceipt(database, begun.id);
    const destroyedAt = clock.now();
    const facts = row?.facts as unknown as DestroyedFacts;
    await closeReceipt(roles, organizationId, signReceipt(receiptOf({ id: begun.id, organizationId, facts, begunAt: begun.begunAt, destroyedAt }), masterKey), destroyedAt);
    log.info("organization.destroyed", { organization: organizationId, receipt: begun.id });
  }
  await mailReceipt(begun.id);
  await endDestruction(roles, organizationId);
}

async function mailReceipt(id: string): Promise<void> {
  const { database, mailer, baseUrl } = runtime();
  const row = await findReceipt(database, id);
  if (row?.destroyedAt == null) return;
  const { organizationName } = row.facts as unknown as DestroyedFacts;
  for (const [index, to] of (row.recipients as unknown as Recipient[]).entries()) {
    const text = composeMail({
      subject: `${organizationName} was deleted`,
      greeting: `Hello ${to.name},`,
      lead: [`Everything that ${organizationName} had in Tickmark was destroyed on ${utcText(row.destroyedAt)}: first the key that its files were encrypted under, then all rows and files.`],
      link: { label: "The signed receipt", url: `${baseUrl}${receiptPath(id)}` },
      closing: ["If you belonged to no other organization here, your account was closed too.", "Keep the receipt, or this address: nobody can give it to you again."],
    });
    await mailer.send({ id: `${id}-receipt-${index}`, to, ...text });
  }
}
