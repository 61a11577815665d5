import { z } from "zod";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { countRecoveryCodes, findTotp } from "./factor.repository.ts";
import { listPasskeys, type MyPasskey } from "./passkey.repository.ts";
import { relyingParty } from "./relying-party.ts";

export type MyFactors = {
  /** Since when an authenticator app is asked for; null when there is none. */
  totpSince: Date | null;
  /** Recovery codes that were not used yet. */
  recoveryCodesLeft: number;
  /** Newest first. */
  passkeys: MyPasskey[];
  /** The one origin at which passkeys work, such as https://tickmark.example.com; null where they cannot. */
  passkeyOrigin: string | null;
};

/** What the caller proves themselves with beside the password. No secret is in it. */
export const readMyFactors = defineGlobalVerb({
  name: "identity.read_my_factors",
  access: "signed_in",
  effect: "read",
  input: z.strictObject({}),
  async run({ caller, database }): Promise<MyFactors> {
    const totp = await findTotp(database, caller.userId);
    return {
      totpSince: totp?.confirmedAt ?? null,
      recoveryCodesLeft: await countRecoveryCodes(database, caller.userId),
      passkeys: await listPasskeys(database, caller.userId),
      passkeyOrigin: relyingParty(runtime().baseUrl)?.origin ?? null,
    };
  },
});
