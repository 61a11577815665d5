import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTransport } from "nodemailer";
import type { MailSetting } from "./env.ts";
import { traced } from "./telemetry/trace.ts";

/** One message to one person. `id` makes it idempotent at the receiving end: the same id gives the same Message-ID. */
export type Mail = {
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Takes a POST that stops mails of this kind without signing in (RFC 8058); left out where they cannot be stopped. */
  unsubscribeUrl?: string;
};

export type Mailer = {
  /** Hands the message over. @throws when the server refuses it or cannot be reached: the caller's job tries again */
  send(mail: Mail): Promise<void>;
};

const TIMEOUT_MS = 20_000;

/** Sends by SMTP, or writes `.eml` files into the outbox folder when no server is configured. */
export function openMailer(setting: MailSetting, baseUrl: string): Mailer {
  const domain = new URL(baseUrl).hostname;
  const transport =
    setting.kind === "smtp"
      ? createTransport({ url: setting.url, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS })
      : createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const from = setting.kind === "smtp" ? setting.from : `Tickmark <tickmark@${domain}>`;
  return {
    send: (mail) => traced("mail send", { kind: "client", fields: { "tickmark.mail_by": setting.kind } }, async () => {
      const sent: unknown = await transport.sendMail({
        from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.id}@${domain}>`,
        headers: {
          "Auto-Submitted": "auto-generated",
          ...(mail.unsubscribeUrl === undefined ? {} : { "List-Unsubscribe": `<${mail.unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
        },
      });
      if (setting.kind === "outbox") await writeToOutbox(setting.directory, mail.id, sent);
    }),
  };
}

/** Greets the mail server and signs in to it, without a message. Answers what is wrong, in a clause without secrets; undefined when nothing is. */
export async function checkMailServer({ url }: Extract<MailSetting, { kind: "smtp" }>): Promise<string | undefined> {
  const { host } = new URL(url);
  const transport = createTransport({ url, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return code === "EAUTH" ? `${host} refuses the user or password` : `${host} does not answer as a mail server (${code === "" ? "no reason given" : code})`;
  } finally {
    transport.close();
  }
}

async function writeToOutbox(directory: string, id: string, sent: unknown): Promise<void> {
  if (typeof sent !== "object" || sent === null || !("message" in sent) || !Buffer.isBuffer(sent.message)) {
    throw new Error("the stream transport answered no message");
  }
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const target = path.join(directory, `${id}.eml`);
  await writeFile(`${target}.part`, sent.message, { mode: 0o600 });
  await rename(`${target}.part`, target);
}
