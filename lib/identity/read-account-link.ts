import { z } from "zod";
import { accountTokenHash, tokenInput } from "./account-link.ts";
import { findOpenLink } from "./account-mail.repository.ts";
import { findUserByEmail, findUserById } from "./create-user.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";

export type AccountLink = {
  /** The address that the link was mailed to. */
  address: string;
  /** The address of the account that it is about; null where there is none yet. */
  accountEmail: string | null;
};

/**
 * What a mailed link is about. Looking uses nothing up: mail scanners follow links too.
 *
 * @returns null alike for a link that was never given, has ended, or was used
 */
export const readAccountLink = defineGlobalVerb({
  name: "identity.read_account_link",
  access: "anyone",
  effect: "read",
  input: z.strictObject({ token: tokenInput, kind: z.enum(["password_reset", "email_change", "sign_up"]) }),
  async run({ database, input: { token, kind }, now }): Promise<AccountLink | null> {
    const link = await findOpenLink(database, kind, accountTokenHash(token), now);
    if (link === null) return null;
    if (link.userId !== null) return { address: link.address, accountEmail: (await findUserById(database, link.userId))?.email ?? null };
    const account = await findUserByEmail(database, link.address);
    return { address: link.address, accountEmail: account === null ? null : link.address };
  },
});
