import { expect, test } from "vitest";
import { readInvitationLines } from "./invitation-lines.ts";

const read = (text: string) => readInvitationLines(text, "employee").map(({ email, name, role, problem }) => [email, name, role, problem]);

test("a list is read as people write it, whatever parts its words", () => {
  expect(read("ruth@calder.example\nRuth Adeyemi <Ruth@Calder2.example>\r\nJan, jan@x.example, Control owner\n\ncomma;semi@x.example;admin\n\"Tab, T\"\ttab@x.example\tsecurity_analyst".replace('"Tab, T"', '"Tab T"'))).toEqual([
    ["ruth@calder.example", "", "employee", null],
    ["ruth@calder2.example", "Ruth Adeyemi", "employee", null],
    ["jan@x.example", "Jan", "control_owner", null],
    ["semi@x.example", "comma", "admin", null],
    ["tab@x.example", "Tab T", "security_analyst", null],
  ]);
});

test("what is wrong is said of its line, as an editor counts it", () => {
  const lines = readInvitationLines("\nRuth\na@x.example\nb@x.example c@x.example\nA@x.example\nd@x.example, Dora, chief\ne@x.example, admin, auditor", "employee");
  expect(lines.map(({ line, problem }) => [line, problem])).toEqual([
    [2, "There is no e-mail address in this line."],
    [3, null],
    [4, "There is more than one address in this line."],
    [5, "This address stands in line 3 already."],
    [6, expect.stringContaining("“chief” is no role")],
    [7, "There is more than one role in this line."],
  ]);
});

test("a list of a hundred thousand characters without an address is read at once", () => {
  expect(readInvitationLines(`${"a".repeat(50_000)} ${"@".repeat(50_000)}`, "employee")).toHaveLength(1);
});
