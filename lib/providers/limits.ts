/** Limits of signing in through an organization's provider, in one place, each with its reason. */
export const PROVIDER_LIMITS = {
  /** Values of the role claim that a page can show and a person can keep in mind. */
  roles: 50,
  /** Teams of one value. */
  teamsOfRole: 20,
  /** Mail domains: a group of companies has a dozen. */
  domains: 20,
  /** Administrators who may come past the provider: each is a way around it. */
  exempt: 5,
  /** Groups that one sign-in may bring: large directories send hundreds, and a claim of megabytes is none. */
  claimValues: 1000,
  /** From leaving for the provider until coming back: a password, a phone, and a coffee. */
  flowMs: 15 * 60_000,
} as const;
