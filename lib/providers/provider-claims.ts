import { z } from "zod";
import { PROVIDER_LIMITS } from "./limits.ts";
import { secondFactorShown } from "./second-factor-shown.ts";

/** What a sign-in says of a person, of all that it may say. */
export type ProviderClaims = {
  issuer: string;
  subject: string;
  email: string | null;
  /** Null: the provider does not say. */
  emailVerified: boolean | null;
  name: string | null;
  roleValues: string[];
  secondFactor: boolean;
};

export type RawClaims = { readonly [claim: string]: unknown };

// Some providers send the word in place of the value.
const verified = z.union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")]);
const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const name = z.string().transform((text) => text.replace(/\p{Cc}+/gu, " ").trim().slice(0, 120)).pipe(z.string().min(1));

/** The values of a claim that is one text or a list of texts; anything else in it counts for nothing. */
function textsOf(claim: unknown): string[] {
  const values: unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === "string").slice(0, PROVIDER_LIMITS.claimValues);
}

/** Reads claims of an ID token whose signature, issuer, audience, nonce and time were checked. */
export function readClaims(raw: RawClaims, roleClaim: string): ProviderClaims {
  return {
    issuer: String(raw["iss"]),
    subject: String(raw["sub"]),
    email: email.safeParse(raw["email"]).data ?? null,
    emailVerified: verified.safeParse(raw["email_verified"]).data ?? null,
    name: name.safeParse(raw["name"]).data ?? null,
    roleValues: roleClaim === "" ? [] : textsOf(raw[roleClaim]),
    secondFactor: secondFactorShown(raw),
  };
}
