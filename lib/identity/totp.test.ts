import { expect, test } from "vitest";
import { base32, enrolmentUri, hotp, matchingStep, stepOf } from "./totp.ts";

const SECRET = Buffer.from("12345678901234567890");

test("codes are those of RFC 4226, appendix D", () => {
  const published = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
  expect(published.map((_, counter) => hotp(SECRET, counter))).toEqual(published);
});

test("codes of an instant are those of RFC 6238, appendix B, for SHA-1", () => {
  const published: [number, string][] = [
    [59, "94287082"], [1_111_111_109, "07081804"], [1_111_111_111, "14050471"], [1_234_567_890, "89005924"], [2_000_000_000, "69279037"], [20_000_000_000, "65353130"],
  ];
  expect(published.map(([seconds]) => [seconds, hotp(SECRET, stepOf(new Date(seconds * 1000)), 8)])).toEqual(published);
});

test("a code counts in its own step and one to either side, and no further", () => {
  const code = hotp(SECRET, 1000);
  const found = [998, 999, 1000, 1001, 1002].map((step) => matchingStep(SECRET, code, new Date(step * 30_000), 0));
  expect(found).toEqual([null, 1000, 1000, 1000, null]);
});

test("a step of which a code was taken, and every earlier one, takes none again", () => {
  const at = new Date(1000 * 30_000);
  expect(matchingStep(SECRET, hotp(SECRET, 1000), at, 1000)).toBeNull();
  expect(matchingStep(SECRET, hotp(SECRET, 999), at, 1000)).toBeNull();
  expect(matchingStep(SECRET, hotp(SECRET, 1001), at, 1000)).toBe(1001);
});

test("what is no code of six digits never fits", () => {
  const at = new Date(1000 * 30_000);
  for (const text of ["", "1", `${hotp(SECRET, 1000)}0`, `${hotp(SECRET, 1000)} `, "      ", "ÿÿÿ"]) expect(matchingStep(SECRET, text, at, 0), text).toBeNull();
});

test("secrets are written in the Base32 of RFC 4648, section 10, without padding", () => {
  const published = { f: "MY", fo: "MZXQ", foo: "MZXW6", foob: "MZXW6YQ", fooba: "MZXW6YTB", foobar: "MZXW6YTBOI" };
  for (const [text, encoded] of Object.entries(published)) expect(base32(Buffer.from(text))).toBe(encoded);
});

test("the address for the app names issuer and account, whatever they are made of", () => {
  expect(enrolmentUri(Buffer.from("foobar"), { issuer: "Tickmark a:b", account: "o'neil+x@example.com" })).toBe(
    "otpauth://totp/Tickmark%20a%3Ab:o'neil%2Bx%40example.com?secret=MZXW6YTBOI&issuer=Tickmark%20a%3Ab",
  );
});
