import type { Status } from "#lib/status/client.ts";

/** How a message's sender stands, in the one vocabulary: what is not proven is a caution, and never good. */
export const senderStatus = (authenticated: boolean): { status: Status; word: string } => (authenticated ? { status: "pass", word: "Sender proven" } : { status: "partial", word: "Sender not proven" });

const RESULTS: Readonly<Record<string, { status: Status; word: string }>> = {
  pass: { status: "pass", word: "Pass" },
  fail: { status: "fail", word: "Fail" },
  softfail: { status: "fail", word: "Fail (the domain says so softly)" },
  none: { status: "not_yet_known", word: "Not verified: the domain says nothing, or nothing was signed" },
  neutral: { status: "not_yet_known", word: "Not verified: neither for nor against" },
  temperror: { status: "not_yet_known", word: "Not verified: the DNS did not answer" },
  permerror: { status: "not_yet_known", word: "Not verified: what the domain says cannot be read" },
  policy: { status: "not_yet_known", word: "Not verified: signed in a way that is not accepted" },
};

/** One check's result in words: a result with a domain, such as `pass example.com`, or several. What is not known is not good. */
export function checkStatus(said: string): { status: Status; word: string; about: string } {
  const [first = "", ...about] = said.split(" ");
  const all = said.split(", ").map((one) => one.split(" ")[0] ?? "");
  const known = RESULTS[all.includes("pass") ? "pass" : first] ?? { status: "not_yet_known" as const, word: `Not verified: ${first}` };
  return { ...known, about: all.length > 1 ? said : about.join(" ") };
}

/** What each check asks. */
export const CHECK_WORDS: readonly (readonly [name: "spf" | "dkim" | "dmarc", label: string, asks: string])[] = [
  ["spf", "SPF", "whether the server that brought it is one that the domain of its envelope names"],
  ["dkim", "DKIM", "whether what is signed in it is as it was signed, and by which domain"],
  ["dmarc", "DMARC", "whether one of both is of the domain that people see as its sender"],
];
