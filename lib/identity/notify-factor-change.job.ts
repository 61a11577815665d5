import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { factorMail } from "./factor-mail.ts";
import { notifyFactorChangeKind } from "./notify-factor-change.kind.ts";
import { findUser } from "./sign-in.repository.ts";

/** Tells a person by mail what changed in how they sign in. Run twice, it sends the same Message-ID. */
export const notifyFactorChangeJob = defineJob({
  kind: notifyFactorChangeKind.kind,
  actor: "system",
  payload: z.strictObject({ userId: idInput, change: z.string().max(40), at: z.iso.datetime() }),
  async run(context, { userId, change, at }) {
    const { mailer, baseUrl, database } = runtime();
    const { name, email } = await findUser(database, userId);
    await mailer.send({ id: context.requestId, to: { name, address: email }, ...factorMail({ name, change, at: new Date(at), baseUrl }) });
  },
});
