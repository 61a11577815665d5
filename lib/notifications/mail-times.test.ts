import fc from "fast-check";
import { expect, test } from "vitest";
import { digestDue, isQuiet, mailDue, type MailRhythm } from "./mail-times.ts";

const rhythm: MailRhythm = { timeZone: "Europe/Berlin", digestHour: 8, quietFrom: 20, quietUntil: 7, quietWeekends: true };
const due = (since: string, mode: "at_once" | "daily", other: Partial<MailRhythm> = {}) => mailDue(new Date(since), mode, { ...rhythm, ...other })?.toISOString();

test("a mail that is wanted at once leaves after a minute, and after the quiet of a night or a weekend", () => {
  expect(due("2026-10-20T09:00:00Z", "at_once")).toBe("2026-10-20T09:01:00.000Z");
  expect(due("2026-10-20T18:30:00Z", "at_once")).toBe("2026-10-21T05:00:00.000Z");
  expect(due("2026-10-23T18:30:00Z", "at_once")).toBe("2026-10-26T06:00:00.000Z"); // Friday evening; clocks go back on Sunday
  expect(due("2026-10-20T18:30:00Z", "at_once", { quietFrom: 0, quietUntil: 0 })).toBe("2026-10-20T18:31:00.000Z");
});

test("a digest leaves at its hour of the person's zone, the next working day when the day is quiet", () => {
  expect(due("2026-10-20T04:00:00Z", "daily")).toBe("2026-10-20T06:00:00.000Z");
  expect(due("2026-10-20T09:00:00Z", "daily")).toBe("2026-10-21T06:00:00.000Z");
  expect(due("2026-10-23T09:00:00Z", "daily")).toBe("2026-10-26T06:00:00.000Z");
  expect(due("2026-10-23T09:00:00Z", "daily", { quietWeekends: false })).toBe("2026-10-24T06:00:00.000Z");
  expect(due("2026-10-20T09:00:00Z", "daily", { timeZone: "America/New_York" })).toBe("2026-10-20T12:00:00.000Z");
});

test("what is chosen as none is not mailed, and what is of a person's safety always, also at night", () => {
  expect(mailDue(new Date("2026-10-24T23:00:00Z"), "none", rhythm)).toBeNull();
  expect(mailDue(new Date("2026-10-24T23:00:00Z"), "none", rhythm, true)?.toISOString()).toBe("2026-10-24T23:01:00.000Z");
});

test("a due mail is never in the quiet, never before its cause, and less than five days after it", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu");
  const hours = fc.integer({ min: 0, max: 23 });
  fc.assert(fc.property(fc.date({ min: new Date("2025-01-01"), max: new Date("2028-01-01"), noInvalidDate: true }), fc.constantFrom("at_once" as const, "daily" as const), zones, hours, hours, hours, fc.boolean(), (since, mode, timeZone, digestHour, quietFrom, quietUntil, quietWeekends) => {
    const own: MailRhythm = { timeZone, digestHour, quietFrom, quietUntil, quietWeekends };
    const at = mailDue(since, mode, own)!;
    return at > since && !isQuiet(at, own) && at.getTime() - since.getTime() < 5 * 86_400_000;
  }), { numRuns: 500 });
});

test("a weekly digest comes on Mondays, a daily one on days that are not quiet, both after the quiet hours of the person's zone", () => {
  const rhythm = { timeZone: "Europe/Berlin", digestHour: 6, quietFrom: 20, quietUntil: 7, quietWeekends: true };
  const friday = new Date("2026-11-20T12:00:00Z");
  expect(digestDue(friday, "weekly", rhythm)?.toISOString()).toBe("2026-11-23T06:00:00.000Z");
  expect(digestDue(friday, "daily", rhythm)?.toISOString(), "not on the week-end").toBe("2026-11-23T06:00:00.000Z");
  expect(digestDue(friday, "daily", { ...rhythm, quietWeekends: false })?.toISOString()).toBe("2026-11-21T06:00:00.000Z");
  expect(digestDue(new Date("2026-11-23T06:00:00Z"), "weekly", rhythm)?.toISOString(), "the instant itself is over").toBe("2026-11-30T06:00:00.000Z");
  expect(digestDue(friday, "none", rhythm)).toBeNull();
});
