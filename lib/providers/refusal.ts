/** Why somebody who came by a provider was not let in. Words for addresses and the audit trail; `refusalSentence` says them. */
const REFUSALS = {
  ended: "This sign-in has ended, or was begun in another window. Begin again.",
  provider_refused: "The provider did not sign you in. Begin again, or ask your administrator.",
  provider_failed: "The provider's answer could not be checked, so nobody was signed in. Try again; if it stays so, your administrator should test the connection.",
  address_unverified: "The provider does not confirm your e-mail address, so it cannot be told who you are. Ask your administrator.",
  foreign_domain: "Your e-mail address is of a domain that this organization has not proven to be its own. Ask your administrator.",
  address_of_another: "Your e-mail address belongs to somebody whom the provider knows by another account. Ask your administrator.",
  not_a_member: "You are not a member of this organization. Ask an administrator to invite you.",
  no_role: "None of your groups has a role in this organization. Ask your administrator.",
  throttled: "Too many attempts. Wait 15 minutes, then try again.",
  unavailable: "Tickmark could not finish the sign-in. Nothing is wrong with your account; try again in a minute.",
} as const;

export type Refusal = keyof typeof REFUSALS;

/** The sentence for a word that stands in an address; null for any other text. */
export function refusalSentence(word: unknown): string | null {
  return typeof word === "string" && Object.hasOwn(REFUSALS, word) ? REFUSALS[word as Refusal] : null;
}
