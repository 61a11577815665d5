import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { composeMail, utcText } from "#lib/platform/mail-text.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findAdministrators, requireDeletion } from "./deletion.repository.ts";
import { organizationFacts } from "./leaving.repository.ts";
import { mailDeletionKind } from "./mail-deletion.kind.ts";
import { receiptPath } from "./receipt-link.ts";

const mailInput = z.strictObject({ deletionId: idInput, change: z.enum(["asked", "cancelled"]) });

/** The mails that tell all administrators of a deletion, one to each. */
export const prepareDeletionMails = defineVerb({
  name: "leaving.prepare_deletion_mails",
  permission: "system.maintain",
  effect: "read",
  input: mailInput,
  async run({ tx, context, input: { deletionId, change } }): Promise<Mail[]> {
    const deletion = await requireDeletion(tx, context.organizationId, deletionId);
    const { name, slug } = await organizationFacts(tx, context.organizationId);
    const { baseUrl } = runtime();
    const due = utcText(deletion.dueAt);
    const said = change === "asked"
      ? {
          subject: `${name} is going to be deleted on ${due}`,
          lead: [`${deletion.requestedByName} has asked that ${name} be deleted from Tickmark. On ${due} everything is destroyed, for ever. Until then nobody can change anything in it.`],
          link: { label: "Cancel the deletion, or take your data away", url: `${baseUrl}/${slug}/settings/data` },
          closing: ["Any administrator can cancel until then.", `What was destroyed will be certified at ${baseUrl}${receiptPath(deletionId)}. Keep this address: nobody can give it to you afterwards.`],
        }
      : {
          subject: `The deletion of ${name} was cancelled`,
          lead: [`${deletion.cancelledByName ?? "An administrator"} has cancelled the deletion of ${name}. Everything is as it was.`],
          link: { label: "Open it", url: `${baseUrl}/${slug}` },
          closing: ["Nothing was destroyed."],
        };
    return (await findAdministrators(tx)).map((admin) => ({ id: `${deletionId}-${change}-${admin.id}`, to: { name: admin.name, address: admin.email }, ...composeMail({ greeting: `Hello ${admin.name},`, ...said }) }));
  },
});

export const mailDeletionJob = defineJob({
  kind: mailDeletionKind.kind,
  actor: "system",
  payload: mailInput,
  async run(context, payload) {
    for (const mail of await prepareDeletionMails(context, payload)) await runtime().mailer.send(mail);
  },
});
