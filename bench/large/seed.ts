// A demo organization of the size that the product is to be fast with, in the database of this installation.
//
//   npm run seed:large [-- --share 1]
//
// 400 controls, 6 frameworks with 1,500 requirements, 6,000 mappings and a million pieces of evidence (times --share), as
// an organization of its own beside whatever there is. It is labelled as demo data like every demo. Its administrator's
// password is printed once. A second time is refused.
import { parseArgs } from "node:util";
import type pg from "pg";
import { explain } from "#lib/cli/explain.ts";
import { shownSeconds } from "#lib/cli/progress.ts";
import { loadStandards } from "#lib/cli/start/load-standards.ts";
import { withDatabase } from "#lib/cli/start/with-database.ts";
import { createUser, randomPassword } from "#lib/identity/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { env } from "#lib/platform/env.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { fillLarge } from "./fill-large.ts";

const SLUG = "large";
const ADMIN = { name: "Lena Large", email: "lena@large.example" };

async function seed(client: pg.Client, database: Database, share: number): Promise<void> {
  const password = randomPassword();
  const userId = await createUser(database, { ...ADMIN, passwordHash: await hashPassword(password) }, systemClock.now());
  const { organizationId, adminMemberId: memberId } = await createOrganization({ name: "Large organization", slug: SLUG, timeZone: "Europe/Berlin", demo: true, admin: { ...ADMIN, userId } }, systemClock);
  const frame = { organizationId, requestId: "seed-large", clock: systemClock };
  const started = performance.now();
  await fillLarge({
    client, organizationId, memberId, share,
    system: { ...frame, actor: { kind: "system", name: "seed_large" } },
    person: { ...frame, actor: { kind: "member", memberId, userId, name: ADMIN.name, role: "admin", engagement: null, owes: null } },
    tell: (step) => process.stdout.write(`${shownSeconds(performance.now() - started).padStart(9)}  ${step} …\n`),
  });
  process.stdout.write(`${shownSeconds(performance.now() - started).padStart(9)}  Done. Sign in at /${SLUG} as ${ADMIN.email}, password ${password}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { share: { type: "string", default: "1" } } });
  const share = Number(values.share);
  if (!(share > 0 && share <= 10)) throw new SetupProblem("--share is a number above 0 and at most 10.");
  const environment = env();
  if (!environment.demoAllowed) throw new SetupProblem("A demo is not allowed here: see TICKMARK_DEMO and TICKMARK_BASE_URL.");
  await withDatabase(environment, await ensureSecrets(environment.dataDirectory), async ({ adminUrl, urls }) => {
    await setUpDatabase(adminUrl, urls);
    await loadStandards(urls.owner);
    await withConnection(adminUrl, "The database", async (client) => {
      const { rows } = await client.query<{ superuser: boolean; taken: boolean }>("SELECT rolsuper AS superuser, EXISTS (SELECT FROM organization_slug WHERE slug = $1) AS taken FROM pg_roles WHERE rolname = current_user", [SLUG]);
      if (rows[0]?.taken === true) throw new SetupProblem(`There is an organization at /${SLUG} already. Nothing was written. One that was cut off is deleted like any other, by its administrator.`);
      if (rows[0]?.superuser !== true) throw new SetupProblem("DATABASE_URL names a role that is no superuser. A million rows are put past triggers, which only one may: use the embedded database.");
      const { database } = openRuntime();
      try {
        await seed(client, database, share);
      } finally {
        await database.$disconnect();
      }
    });
  });
}

try {
  await main();
} catch (error) {
  const { text, exitCode } = explain(error);
  process.stderr.write(text);
  process.exitCode = exitCode;
}
