import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { composeMail, utcText } from "#lib/platform/mail-text.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { mailExportKind } from "./mail-export.kind.ts";
import { addressOf, organizationFacts } from "./leaving.repository.ts";
import { requireExport } from "./organization-export.repository.ts";

/** The mail that tells that an export is ready; null when nobody is there to be told, or nothing is left to download. */
export const prepareExportMail = defineVerb({
  name: "leaving.prepare_export_mail",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ exportId: idInput }),
  async run({ tx, context, input }): Promise<Mail | null> {
    const row = await requireExport(tx, context.organizationId, input.exportId);
    const to = await addressOf(tx, context.organizationId, row.requestedBy);
    if (to === null || row.status !== "ready" || row.expiresAt === null) return null;
    const organization = await organizationFacts(tx, context.organizationId);
    const text = composeMail({
      subject: `The export of ${organization.name} is ready`,
      greeting: `Hello ${to.name},`,
      lead: [`Everything that ${organization.name} has in Tickmark is in one archive now.`],
      rows: [["Asked for", utcText(row.requestedAt)], ["Tables, rows, files", `${row.tables}, ${row.rows}, ${row.files}`], ["Stands for the archive", `${row.tagManifestSha256}`]],
      link: { label: "Download it", url: `${runtime().baseUrl}/${organization.slug}/settings/data` },
      closing: [`It can be downloaded until ${utcText(row.expiresAt)}, by administrators who are signed in. Downloads are recorded.`, "Whoever has the archive can read all of it: keep it as you keep a backup."],
    });
    return { id: row.id, to, ...text };
  },
});

export const mailExportJob = defineJob({
  kind: mailExportKind.kind,
  actor: "system",
  payload: z.strictObject({ exportId: idInput }),
  async run(context, { exportId }) {
    const mail = await prepareExportMail(context, { exportId });
    if (mail !== null) await runtime().mailer.send(mail);
  },
});
