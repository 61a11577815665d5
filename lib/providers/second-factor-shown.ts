// Values of `amr` by kind of factor (RFC 8176, section 2).
const KNOWN_THINGS = ["pwd", "pin", "kba"];
const OWNED_OR_BORN = ["otp", "hwk", "swk", "sc", "sms", "tel", "fpt", "face", "iris", "retina", "vbm"];

// Values of `acr` that stand for several factors: OpenID's EAP (phishing-resistant, with or without hardware), REFEDS, PAPE.
const STRONG_CONTEXTS = ["phr", "phrh", "https://refeds.org/profile/mfa", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"];

/** Whether a provider says that a second factor was shown. What it does not say was not shown. */
export function secondFactorShown({ amr, acr }: { amr?: unknown; acr?: unknown }): boolean {
  if (typeof acr === "string" && STRONG_CONTEXTS.includes(acr)) return true;
  if (!Array.isArray(amr)) return false;
  const has = (values: readonly string[]): boolean => values.some((value) => amr.includes(value));
  return amr.includes("mfa") || (has(KNOWN_THINGS) && has(OWNED_OR_BORN));
}
