import { z } from "zod";
import { lineInput, regionInput, timeZoneInput } from "#lib/access/index.ts";
import { recordEntry } from "#lib/audit-trail/index.ts";
import { createOrganizationKey } from "#lib/platform/blob-store/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { keepLedger } from "#lib/ledger/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { NEUTRAL_REGION } from "#lib/platform/region.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import { lookAgainAt, lookForFindingsAt, tryRulesAt } from "#lib/settings/index.ts";
import { lookAtFilesFrom } from "#lib/stored-files/index.ts";
import { addFirstMember, insertOrganization, takeSlug } from "./organization.repository.ts";
import { slugInput } from "./slug.ts";

const newOrganization = z.strictObject({
  name: lineInput(120),
  slug: slugInput,
  timeZone: timeZoneInput,
  region: regionInput.default(NEUTRAL_REGION),
  demo: z.boolean().default(false),
  /** Who administers it first: a global user that exists already. */
  admin: z.strictObject({ userId: z.string(), name: lineInput(120), email: z.string() }),
});

export type NewOrganization = z.input<typeof newOrganization>;
export type CreatedOrganization = { organizationId: string; slug: string; adminMemberId: string };

/**
 * Makes an organization with its data key, its address and its first administrator, in one transaction.
 * No verb: nobody in the organization can have asked for it. Set-up, the seed and tests call it.
 *
 * @throws AppError conflict (slug_taken); ZodError when the input is not valid
 */
export async function createOrganization(input: NewOrganization, clock: Clock): Promise<CreatedOrganization> {
  const { admin, ...facts } = newOrganization.parse(input);
  return openOrganization(facts, () => Promise.resolve(admin), clock);
}

/** A new organization has no files yet; they are looked at every day from tomorrow on. */
const FILES_LOOKED_AT_AFTER_MS = 86_400_000;
/** Its rules are those that are shipped, tried when they were built; from an hour on they are tried here. */
const RULES_TRIED_AFTER_MS = 3_600_000;

type Facts = Omit<z.output<typeof newOrganization>, "admin">;
type Admin = z.output<typeof newOrganization>["admin"];

/**
 * The same for facts that were checked, with an administrator who may be made in the same transaction.
 *
 * @throws AppError conflict (slug_taken), and whatever `adminOf` refuses with
 */
export async function openOrganization(facts: Facts, adminOf: (tx: TenantTransaction) => Promise<Admin>, clock: Clock): Promise<CreatedOrganization> {
  const { name, slug, timeZone, region, demo } = facts;
  const now = clock.now();
  const organizationId = newId("org", now.getTime());
  const { database, masterKey } = runtime();
  const context: Context = {
    organizationId,
    actor: { kind: "system", name: "organization_setup" },
    requestId: newId("req", now.getTime()),
    clock,
  };
  return withTenant(database, organizationId, async (tx) => {
    if (!(await takeSlug(tx, slug))) throw slugTaken(slug);
    await insertOrganization(tx, { id: organizationId, slug, name, timeZone, region, demo, createdAt: now });
    await lookAgainAt(tx, now);
    await keepLedger(tx, now);
    await lookForFindingsAt(tx, now);
    await lookAtFilesFrom(tx, new Date(now.getTime() + FILES_LOOKED_AT_AFTER_MS));
    await tryRulesAt(tx, new Date(now.getTime() + RULES_TRIED_AFTER_MS));
    await createOrganizationKey(tx, organizationId, masterKey, now);
    const adminMemberId = await addFirstMember(tx, organizationId, await adminOf(tx), now);
    await recordEntry(tx, context, {
      action: "organization.created",
      subjectKind: "organization",
      subjectId: organizationId,
      changes: { name, slug, time_zone: timeZone, region, demo, first_admin: adminMemberId },
    });
    return { organizationId, slug, adminMemberId };
  });
}

function slugTaken(slug: string): AppError {
  const message = `The address "${slug}" belongs to another organization.`;
  return new AppError("conflict", "slug_taken", message, [{ path: "slug", message }]);
}
