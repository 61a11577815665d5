import { newId } from "#lib/platform/ids.ts";
import { organizationOfSlug } from "#lib/identity/index.ts";
import { confirmDomain } from "#lib/providers/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { asOperator } from "../as-operator.ts";

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
  return asOperator(async ({ database, clock }) => {
    const organizationId = await organizationOfSlug(database, slug);
    if (organizationId === null) throw new AppError("not_found", "organization_not_found", `There is no organization at /${slug}.`);
    const requestId = newId("req", clock.now().getTime());
    await confirmDomain({ organizationId, actor: { kind: "system", name: "operator" }, requestId, clock }, { domain });
    return `${domain} counts as proven for ${slug}.`;
  });
}
