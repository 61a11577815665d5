import fc from "fast-check";
import { expect, test } from "vitest";
import { ownPath, signInPath } from "./own-path.ts";

test("after sign-in one lands on a path of this site, with its query and fragment", () => {
  for (const path of ["/", "/fernhall/alerts", "/fernhall/alerts?status=open&q=a%20b#ALR-7", "/auditor/eng_1"]) expect(ownPath(path)).toBe(path);
});

test("an open redirect is refused in every disguise", () => {
  const disguises = [
    "https://evil.example", "http:evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n/evil.example", " //evil.example", "/.//evil.example", "/x/..//evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example",
    "", undefined, null, 7, ["/x"], "/%00\u0000", `/${"x".repeat(2001)}`, "/sign-in", "/sign-in?next=/", "/api/auth/signout",
  ];
  for (const disguise of disguises) expect(ownPath(disguise), String(disguise)).toBe("/");
});

test("whatever is handed in, the browser stays on this site", () => {
  const pieces = fc.array(fc.constantFrom("/", "\\", ".", "..", ":", "@", "evil.example", "https:", "%2f", "%5c", "\t", "\n", " ", "?", "#", "a"), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const target = ownPath(parts.join(""));
      expect(new URL(target, "https://tickmark.example/sign-in").origin).toBe("https://tickmark.example");
    }),
    { numRuns: 5000 },
  );
});

test("sign-in is told where to come back to, but not to itself", () => {
  expect(signInPath("/fernhall/alerts?q=1")).toBe("/sign-in?next=%2Ffernhall%2Falerts%3Fq%3D1");
  expect(signInPath("/")).toBe("/sign-in");
  expect(signInPath("//evil.example")).toBe("/sign-in");
});
