import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseLine } from "./parse-line.ts";

type Matrix = { rows: { id: string; examples?: { line: string; format: string }[] }[] };
const matrix = parse(readFileSync(join(import.meta.dirname, "..", "..", "..", "controls", "log-matrix.yaml"), "utf8")) as Matrix;
const examples = matrix.rows.flatMap(({ id, examples: lines }) => (lines ?? []).map(({ line, format }) => ({ id, line, format })));
const reference = { referenceTimeMs: Date.parse("2026-12-31T00:00:00Z"), zoneOffsetMinutes: 0 };

/** Fragments that the matrix shows as examples of a value, not as whole log lines. */
const FRAGMENTS = new Set(["timestamp", "gcp-audit", "command", "json", "text", "cloudtrail"]);

describe("the audit logging matrix", () => {
  test.each(examples.filter(({ format }) => !FRAGMENTS.has(format)).map(({ id, line }) => [id, line]))("%s: an action is read from %s", (_, line) => {
    const event = parseLine(line, reference);
    expect(event).toMatchObject({ parsed: true, action: expect.any(String) });
  });

  test("fragments are kept whole, never rejected", () => {
    for (const { line } of examples.filter(({ format }) => FRAGMENTS.has(format))) expect(parseLine(line, reference).line).toBe(line);
  });

  test("times of own formats are read", () => {
    const times = (line: string) => parseLine(line, reference).time;
    expect(times('203.0.113.9 - jsmith [05/Oct/2026:06:12:41 +0200] "GET / HTTP/1.1" 200 5120')).toBe("2026-10-05T04:12:41.000Z");
    expect(times("Mon Jun 19 04:44:43 2017 1 20 /CSV/test1.csv a _ o r testuser ftp 0 * c")).toBe("2017-06-19T04:44:43.000Z");
    expect(times("October 06, 2014 11:56: User \"Administrator\" ( was created")).toBe("2014-10-06T11:56:00.000Z");
    expect(times("type=CONFIG_CHANGE msg=audit(1791187200.418:771): op=set res=1")).toBe(new Date(1791187200418).toISOString());
  });
});
