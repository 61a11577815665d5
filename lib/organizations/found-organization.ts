import { z } from "zod";
import { lineInput, parseInput, regionInput, timeZoneInput } from "#lib/access/index.ts";
import { findUserById, membershipsOf, newPasswordInput, refuseClosedSignUp, refuseGuessable, requireSignUpLink, signUpByLink } from "#lib/identity/index.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { NEUTRAL_REGION } from "#lib/platform/region.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { openOrganization, type CreatedOrganization } from "./create-organization.ts";
import { slugInput } from "./slug.ts";

/** Organizations of one person: an adviser has many clients; a script has more. */
const MOST_ORGANIZATIONS = 50;

const facts = { name: lineInput(120), slug: slugInput, timeZone: timeZoneInput, region: regionInput.default(NEUTRAL_REGION) };
const byStranger = z.strictObject({ ...facts, personName: lineInput(120), password: newPasswordInput });
const byMember = z.strictObject(facts);

/**
 * Creates an organization, without any data, for whoever followed a sign-up link: their account and the organization,
 * which they administer, or neither. No verb: nobody in the organization can have asked for it.
 *
 * @throws AppError validation; precondition_failed (link_ended); conflict (email_taken, slug_taken)
 */
export async function foundByLink(token: string, input: z.input<typeof byStranger>): Promise<CreatedOrganization> {
  const { personName: name, password, ...organization } = parseInput(byStranger, input);
  await requireSignUpLink(token);
  await refuseGuessable(password, [name, organization.name], "password");
  const passwordHash = await hashPassword(password);
  const { clock } = runtime();
  return openOrganization({ ...organization, demo: false }, (tx) => signUpByLink(tx, token, { name, passwordHash }, clock.now()), clock);
}

/**
 * Creates another organization for somebody who has an account, and who administers it.
 *
 * @throws AppError validation; forbidden (sign_up_closed); conflict (slug_taken); limit_exceeded
 */
export async function foundAsMember(userId: string, input: z.input<typeof byMember>): Promise<CreatedOrganization> {
  refuseClosedSignUp();
  const organization = parseInput(byMember, input);
  const { database, clock } = runtime();
  if ((await membershipsOf(database, userId)).length >= MOST_ORGANIZATIONS) {
    throw new AppError("limit_exceeded", "organizations_of_person", `One person belongs to at most ${MOST_ORGANIZATIONS} organizations.`);
  }
  const user = await findUserById(database, userId);
  if (user === null) throw notFound("user");
  return openOrganization({ ...organization, demo: false }, () => Promise.resolve({ userId, name: user.name, email: user.email }), clock);
}
