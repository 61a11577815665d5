import { composeMail } from "#lib/platform/mail-text.ts";
import type { Mail } from "#lib/platform/mailer.ts";

/** A checkpoint with what a mail says of it. */
export type MailedCheckpoint = { organizationId: string; organization: string; size: number; note: string; keys: readonly string[] };

/** The mails that carry a checkpoint to people who keep it, one to each address. Sent again, they are the same mails. */
export function checkpointMails({ organizationId, organization, size, note, keys }: MailedCheckpoint, addresses: readonly string[]): Mail[] {
  const text = composeMail({
    subject: `Checkpoint of ${organization}’s ledger at ${size.toLocaleString("en-GB")} entries`,
    greeting: "Hello,",
    lead: [`This is the signed head of ${organization}’s ledger at ${size.toLocaleString("en-GB")} entries. Keep this mail: as long as you have it, no earlier entry can be changed without that showing.`],
    verbatim: [{ label: "Checkpoint", text: note }, { label: "Keys that sign it, the newest first", text: keys.join("\n") }],
    closing: ["If somebody ever doubts a record, this checkpoint and the key let anybody judge it, without Tickmark and without us."],
    footer: [{ text: `You get it because an administrator of ${organization} named this address. Ask them to take it off the list.` }],
  });
  return addresses.map((address, at) => ({ id: `checkpoint-${organizationId}-${size}-${at}`, to: { name: "", address }, ...text }));
}
