import { openResolve, takeMail } from "#lib/mail-intake/index.ts";
import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { readCertificate } from "#lib/platform/mail-intake-setting.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { onEndRequest } from "../start/end-request.ts";

/** `tickmark mail`: takes mail for addresses of connections until SIGTERM, SIGINT or the end of its supervisor. */
export async function run(): Promise<number> {
  const { mailIntake: setting } = env();
  if (setting === undefined) throw new SetupProblem(["TICKMARK_MAIL_PORT is not set: there is no port to take mail on."]);
  const ending = onEndRequest(() => process.exit(1));
  const { database } = openRuntime();
  const { host, port, domain, tls, dnsServers } = setting;
  const listener = await takeMail({ host, port, domain, tls: tls === undefined ? undefined : readCertificate(tls) }, openResolve(dnsServers));
  log.info("mail.ready", { host, port: listener.port, tls: tls !== undefined });
  if (!ending.aborted) await new Promise((resolve) => ending.addEventListener("abort", resolve, { once: true }));
  await listener.stop();
  await database.$disconnect();
  // The supervisor's channel would keep the process alive.
  process.exit(0);
}
