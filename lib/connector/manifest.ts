/** How far a connector was proven, and against what. */
export const TRUST_LEVELS = {
  live: "Tested against the real server",
  recorded: "Tested against recordings of the real service",
  contract: "Tested against the vendor’s own definition of its API",
  emulated: "Tested against the vendor’s models and an emulator",
  documented: "Written after the documentation; never seen with the real service",
} as const;

export type TrustLevel = keyof typeof TRUST_LEVELS;

/** A field of a form. What is `secret` is stored encrypted, and never shown again. */
export type Field = {
  name: string;
  label: string;
  kind: "text" | "url" | "secret" | "lines" | "choice";
  required: boolean;
  hint?: string;
  /** What it holds when nothing is typed. */
  initial?: string;
  choices?: readonly { value: string; label: string }[];
  /** What it must look like, whole (each line of `lines`), and the sentence for what does not. */
  pattern?: { source: string; says: string };
};

/** One way to prove who asks. */
export type Strategy = { id: string; name: string; explains: string; fields: readonly Field[] };

export type Capability = "collect" | "track" | "notify" | "receive";

export type Manifest = {
  /** The name of its folder. */
  id: string;
  name: string;
  /** Changes with whatever changes what it asks or what it makes of the answers. */
  version: string;
  vendor: string;
  /** One sentence: what it brings. */
  explains: string;
  trust: TrustLevel;
  /** What the trust rests on: which server, recordings or definition. */
  provenBy: string;
  capabilities: readonly Capability[];
  strategies: readonly Strategy[];
  settings: readonly Field[];
  /** What an administrator of the vendor's side copies to grant the least that is enough. */
  leastPrivilege: { explains: string; text: string; format: "json" | "text" };
  /** In sentences: what is invisible to it however well it works. */
  cannotSee: readonly string[];
  /** Names of query parameters that carry secrets; the usual ones are known. */
  secretParameters?: readonly string[];
  /**
   * Reads from an answer of no success how long its vendor wants us to wait, where it says so otherwise than with
   * `Retry-After` and 429: in milliseconds; `backoff` when it does not say how long; null when the answer is no such demand.
   */
  waitWanted?(answer: { status: number; headers: Headers; text(): string }, now: Date): number | "backoff" | null;
};
