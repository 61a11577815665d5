import { isAppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { organizationOfSlug } from "#lib/identity/index.ts";
import { confirmDomain } from "#lib/providers/index.ts";
import { requireDatabase } from "../require-database.ts";

/**
 * `tickmark confirm-domain ORGANIZATION DOMAIN`: counts a mail domain as the organization's on the operator's word, where
 * no public name server knows it. The organization has added it before, under Settings, Sign-in.
 */
export async function run(args: string[]): Promise<number> {
  const [slug, domain, ...rest] = args;
  if (slug === undefined || domain === undefined || rest.length > 0) {
    process.stderr.write("Usage: tickmark confirm-domain ORGANIZATION DOMAIN\n");
    return 2;
  }
  await requireDatabase();
  const { database, clock } = openRuntime();
  try {
    const organizationId = await organizationOfSlug(database, slug);
    if (organizationId === null) {
      process.stderr.write(`There is no organization at /${slug}.\n`);
      return 1;
    }
    const requestId = newId("req", clock.now().getTime());
    await confirmDomain({ organizationId, actor: { kind: "system", name: "operator" }, requestId, clock }, { domain });
    process.stdout.write(`${domain} counts as proven for ${slug}.\n`);
    return 0;
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await database.$disconnect();
  }
}
