// What takes mail, as a process of its own that is killed (mail-kill.systems.test.ts). No DNS answers it.
import { writeSync } from "node:fs";
import { takeMail } from "#lib/mail-intake/index.ts";
import { overrideDatabaseUrls } from "#lib/platform/database-urls.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";

const { urls, port, domain } = JSON.parse(process.env["MAIL_DRIVER"] ?? "") as { urls: RoleUrls; port: number; domain: string };
overrideDatabaseUrls(urls);
openRuntime();
await takeMail({ host: "127.0.0.1", port, domain, tls: undefined }, () => Promise.reject(Object.assign(new Error("no such record"), { code: "ENOTFOUND" })));
writeSync(1, "ready\n");
