import path from "node:path";
import { env } from "#lib/platform/env.ts";

/**
 * Where mail goes on an installation that sends none, as a person finds it from the data folder. Only said on this
 * machine's own address: whoever reads it elsewhere could not open the folder.
 */
export function MailPlace() {
  const { mail, isPublic, dataDirectory } = env();
  if (mail.kind === "smtp" || isPublic) return null;
  return <p className="mt-6 text-xs text-muted">No mail server is set here: mails are written to <code>{path.join(path.basename(dataDirectory), path.basename(mail.directory))}</code>.</p>;
}
