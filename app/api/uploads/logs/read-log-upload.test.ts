import { describe, expect, test } from "vitest";
import { isAppError } from "#lib/platform/errors.ts";
import { readLogUpload } from "./read-log-upload.ts";

const at = { now: new Date("2026-11-20T08:00:00Z"), timeZone: "Europe/Berlin" };
const headers = (changes: Record<string, string> = {}) => new Headers({ "x-file-length": "12", "x-file-name": "auth%20%C3%A4.log", ...changes });
const read = (query: string, given = headers()) => readLogUpload(new URLSearchParams(query), given, at);

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return `${error.code} ${error.reason}`;
    throw error;
  }
  return "accepted";
}

describe("the address and headers of a log upload", () => {
  test("name the source, the file and what resolves its times", () => {
    expect(read("source=%20web1%20&offset=-03:30&reference=2026-11-18")).toEqual({
      declared: { byteLength: 12 },
      segment: { sourceName: "web1", fileName: "auth ä.log", utcOffsetMinutes: -210, referenceTime: new Date("2026-11-18T22:59:59.999Z") },
    });
  });

  test("may leave offset, reference and hash out", () => {
    expect(read("source=web1&offset=&reference=").segment).toEqual({ sourceName: "web1", fileName: "auth ä.log" });
  });

  test("a reference of today is now, and none lies ahead", () => {
    expect(read("source=a&reference=2026-11-20").segment.referenceTime).toEqual(at.now);
    expect(refusalOf(() => read("source=a&reference=2026-11-21"))).toBe("validation reference_malformed");
    expect(refusalOf(() => read("source=a&reference=2026-11-20T08:00:01Z"))).toBe("validation reference_malformed");
  });

  test.each([
    ["source=", headers(), "source_malformed"],
    ["source=a%0Ab", headers(), "source_malformed"],
    ["source=a&offset=CET", headers(), "offset_malformed"],
    ["source=a&reference=2026-02-30", headers(), "reference_malformed"],
    ["source=a&reference=2026-11-20T07:00:00", headers(), "reference_malformed"],
    ["source=a", headers({ "x-file-length": "1e3" }), "length_missing"],
    ["source=a", headers({ "x-file-sha256": "abc" }), "hash_malformed"],
    ["source=a", headers({ "x-file-name": "%E0%A4%A" }), "file_name_malformed"],
    ["source=a", headers({ "x-file-name": "a%0Ab" }), "file_name_malformed"],
    ["source=a", headers({ "x-file-name": "" }), "file_name_malformed"],
  ])("%s is refused before the body is touched", (query, given, reason) => {
    expect(refusalOf(() => read(query, given))).toBe(`validation ${reason}`);
  });
});
