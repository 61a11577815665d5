import { expect, test } from "vitest";
import { actionWords, changesOf, subjectHref } from "./entry-words.ts";

test("changes are told per field, with the value before where the entry has it, and nothing is dropped", () => {
  expect(changesOf({ role: { before: "employee", after: "admin" }, teams: [], new_account: false, note: null })).toEqual([
    { field: "role", before: "employee", after: "admin" },
    { field: "teams", after: "none" },
    { field: "new account", after: "no" },
    { field: "note", after: "nothing" },
  ]);
  expect(changesOf({ before: { critical: 30 }, after: { critical: 15 } })).toEqual([{ field: "value", before: "critical 30", after: "critical 15" }]);
  expect(changesOf("oddly a text")).toEqual([]);
});

test("acts are phrases, and subjects lead to their page where there is one", () => {
  expect(actionWords("member.role_changed")).toBe("Member role changed");
  expect(actionWords("api_key.revoked")).toBe("API key revoked");
  expect(subjectHref("acme", "incident", "inc_1")).toBe("/acme/incidents/inc_1");
  expect(subjectHref("acme", "log_segment", "seg_1")).toBeUndefined();
});
