import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadCrosswalks, loadFrameworkContent, loadFrameworks } from "#lib/frameworks/index.ts";
import { createUser } from "#lib/identity/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { openDatabase, type Database } from "#lib/platform/db.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import { openServer } from "#lib/platform/postgres/server.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";

/** Signs in to a scratch installation; it holds nothing but invented rows. */
export const BENCH_LOGIN = { email: "bench@example.com", password: "correct horse battery staple" };
export const BENCH_SLUG = "bench";

export type ScratchInstallation = {
  folder: string;
  /** URL of the superuser, for filling tables by SQL. */
  admin: string;
  database: Database;
  organizationId: string;
  memberId: string;
  /** What a process of the product needs to run on this installation. */
  environment: Record<string, string>;
  /** As Tickmark itself, and as the organization's administrator. */
  system: Context;
  person: Context;
  remove(): Promise<void>;
};

/**
 * PostgreSQL of its own in a temporary folder, set up as the product does it, with one organization and its runtime.
 *
 * @param durable false leaves out what survives a crash of the machine: for questions about reading alone
 */
export async function scratchInstallation(options: { durable: boolean }): Promise<ScratchInstallation> {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-bench-"));
  const secrets = await ensureSecrets(folder);
  const server = await openServer({ directory: path.join(folder, "postgres"), superuserPassword: secrets.databasePasswords.superuser, durable: options.durable });
  await withConnection(server.superuserUrl("postgres"), "The scratch server", (client) => client.query("CREATE DATABASE bench"));
  const admin = server.superuserUrl("bench");
  const urls = roleUrls(admin, secrets.databasePasswords);
  await setUpDatabase(admin, urls, true);
  const owner = openDatabase(urls.owner, 1);
  const standards = await loadFrameworkContent("controls");
  await loadFrameworks(owner, standards.frameworks);
  await loadCrosswalks(owner, standards.crosswalks);
  await owner.$disconnect();
  const environment = { DATABASE_URL: admin, TICKMARK_DATA: folder, TICKMARK_DEMO: "off" };
  Object.assign(process.env, environment);
  const { database } = openRuntime();
  const name = "Bench";
  const userId = await createUser(database, { name, email: BENCH_LOGIN.email, passwordHash: await hashPassword(BENCH_LOGIN.password) }, systemClock.now());
  const { organizationId, adminMemberId: memberId } = await createOrganization({ name, slug: BENCH_SLUG, timeZone: "Europe/Berlin", demo: false, admin: { userId, name, email: BENCH_LOGIN.email } }, systemClock);
  const frame = { organizationId, requestId: "bench", clock: systemClock };
  return {
    folder, admin, database, organizationId, memberId, environment,
    system: { ...frame, actor: { kind: "system", name: "bench" } },
    person: { ...frame, actor: { kind: "member", memberId, userId, name, role: "admin", engagement: null, owes: null } },
    async remove() {
      await database.$disconnect();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
