import type { Database } from "#lib/platform/db.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

/** The organization of that slug; without one, the only organization. @throws SetupProblem that lists the slugs */
export async function chooseOrganization(database: Database, slug: string | undefined): Promise<{ organizationId: string; slug: string }> {
  const rows = await database.$queryRaw<{ organization_id: string; slug: string }[]>`SELECT organization_id, slug FROM directory_organizations()`;
  const slugs = rows.map((row) => row.slug).sort();
  if (slugs.length === 0) throw new SetupProblem("There is no organization yet.");
  const listed = `The organizations here: ${slugs.join(", ")}.`;
  if (slug === undefined && slugs.length > 1) throw new SetupProblem(`Say with --organization which one is meant. ${listed}`);
  const found = rows.find((row) => row.slug === (slug ?? slugs[0]));
  if (found === undefined) throw new SetupProblem(`There is no organization "${slug}". ${listed}`);
  return { organizationId: found.organization_id, slug: found.slug };
}
