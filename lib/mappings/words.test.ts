import { expect, it } from "vitest";
import { wordMatcher, wordsOf } from "./words.ts";

it("reads the words that mean something, folded to their stem", () => {
  expect(Object.fromEntries(wordsOf("The Policies are reviewed, and logging of Zugänge"))).toEqual({ policy: "policies", review: "reviewed", logg: "logging", zugange: "zugange" });
  expect(wordsOf("of the in a").size).toBe(0);
});

it("lets rare words count more than those that every text has", () => {
  const match = wordMatcher([
    { id: "a", text: "Security of systems is monitored" }, { id: "b", text: "Security of backups is tested" }, { id: "c", text: "Security of cryptographic keys is kept" },
  ]);
  expect(match("Security of cryptographic material")[0]).toMatchObject({ id: "c", shared: ["security", "cryptographic"] });
  expect(match("Security")[0]?.share).toBe(1);
  expect(match("")).toEqual([]);
});
