import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineSplitter } from "../lines.ts";
import { compileRules, evaluateEvent } from "../sigma/rule-set.ts";
import { createCsvReader } from "./csv.ts";
import { createEvtxReader } from "./evtx.ts";
import { createLogfmtReader } from "./logfmt.ts";
import type { Row, RowReader } from "./row.ts";

function read(reader: RowReader, text: string): Row[] {
  const splitter = createLineSplitter();
  const lines = [...splitter.push(new TextEncoder().encode(text)), ...splitter.finish()];
  return [...lines.flatMap((line) => reader.push(line)), ...reader.finish()];
}
const events = (rows: readonly Row[]) => rows.map((row) => ("event" in row ? row.event : row.problem));

describe("CSV", () => {
  test("the first row names the fields; quotes, line ends in quotes and empty values are understood, and every row is located", () => {
    const text = 'time,user,note\r\n2026-01-01T00:00:00Z,ann,"said ""no"", then\nleft"\r\n,bob,\r\n';
    const rows = read(createCsvReader(), text);
    expect(events(rows)).toEqual([{ time: "2026-01-01T00:00:00Z", user: "ann", note: 'said "no", then\nleft' }, { user: "bob" }]);
    const bytes = new TextEncoder().encode(text);
    expect(rows.map(({ line, offset, length }) => [line, new TextDecoder().decode(bytes.subarray(offset, offset + length))])).toEqual([[2, '2026-01-01T00:00:00Z,ann,"said ""no"", then\nleft"'], [4, ",bob,"]]);
  });

  test.each([["a;b\n1;2,3", [{ a: "1", b: "2,3" }]], ["a\tb\n1\t2", [{ a: "1", b: "2" }]], ['"a,x"|b\n1|2', [{ "a,x": "1", b: "2" }]], ["\uFEFFa,b\n1,2", [{ a: "1", b: "2" }]]])("%j", (text, expected) => {
    expect(events(read(createCsvReader(), text))).toEqual(expected);
  });

  test("what is broken is told where it is, and the rows after it are read", () => {
    const rows = read(createCsvReader(), 'a,b\n1\n"x"y,2\n3,4\n5,"open\n6,7\n');
    expect(rows.map((row) => [row.line, row.offset, "problem" in row ? row.problem : row.event])).toEqual([
      [2, 4, "The row has 1 values, the first row 2 names."],
      [3, 6, "A quoted value goes on behind its closing quote."],
      [4, 13, { a: "3", b: "4" }],
      [5, 17, "A quoted value does not end before the input does."],
    ]);
    expect(events(read(createCsvReader(), "a,a\n1,2"))).toEqual(['The first row has the name "a" twice: the last value counts.', { a: "2" }]);
  });

  test("whatever the values, what was written is read", () => {
    const value = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", " ", ";", "\u00e9"), maxLength: 6 }).filter((text) => text !== "");
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }), (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `x,y\n${rows.map((row) => `${row.map(quoted).join(",")}\n`).join("")}`;
        expect(events(read(createCsvReader(), text))).toEqual(rows.map(([x, y]) => ({ x, y })));
      }),
    );
  });
});

describe("logfmt", () => {
  test("keys, quoted values and flags are read", () => {
    expect(events(read(createLogfmtReader(), 'level=info msg="said \\"no\\"\\nand left" empty= user=ann url=http://x/?a=b ok\n\n'))).toEqual([{ level: "info", msg: 'said "no"\nand left', empty: "", user: "ann", url: "http://x/?a=b", ok: true }]);
  });

  test("what is broken is told where it is, and the lines after it are read", () => {
    const rows = read(createLogfmtReader(), 'a=1\nb="open\n=x\nc=2\n');
    expect(rows.map((row) => [row.line, row.offset, "problem" in row ? row.problem : row.event])).toEqual([
      [1, 0, { a: "1" }],
      [2, 4, "At character 1 stands neither a key nor a key with its value."],
      [3, 12, "At character 1 stands neither a key nor a key with its value."],
      [4, 15, { c: "2" }],
    ]);
  });

  test("hostile lines are read in time that grows with their length", () => {
    expect(events(read(createLogfmtReader(), `a="${'\\"'.repeat(200_000)}`))).toEqual(["At character 1 stands neither a key nor a key with its value."]);
    expect(read(createLogfmtReader(), "a".repeat(400_000))).toHaveLength(1);
    expect(read(createCsvReader(), `a,b\n"${"x\n".repeat(400_000)}`)).toHaveLength(1);
    expect(read(createCsvReader(), `a,b\n"${"x\n".repeat(600_000)}"\n1,2`).length).toBeGreaterThan(1);
  });
});

describe("Windows events as JSON", () => {
  const system = { Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } }, EventID: { "#text": 1, "#attributes": { Qualifiers: 0 } }, Channel: "Microsoft-Windows-Sysmon/Operational", TimeCreated: { "#attributes": { SystemTime: "2026-01-01T00:00:00.000Z" } }, Computer: "pc" };

  test("System and EventData become fields, in each of the shapes that tools write", () => {
    const shapes = [
      { Event: { "#attributes": { xmlns: "x" }, System: system, EventData: { Image: "C:\\a.exe", User: null } } },
      { Event: { System: system, EventData: { Data: [{ "#attributes": { Name: "Image" }, "#text": "C:\\a.exe" }] } } },
      { Event: { System: system, UserData: { Wrapped: { Image: "C:\\a.exe" } } } },
    ];
    for (const shape of shapes) {
      const [row] = read(createEvtxReader(), JSON.stringify(shape));
      expect(row).toMatchObject({ line: 1, offset: 0, event: { EventID: 1, Computer: "pc", Image: "C:\\a.exe", Provider_Name: "Microsoft-Windows-Sysmon", timestamp: "2026-01-01T00:00:00.000Z", product: "windows", service: "sysmon" } });
    }
  });

  test("rules by service and by category alike see them", () => {
    const { ruleSet } = compileRules(["service: sysmon", "category: process_creation", "service: security"].map((source, at) => ({ path: `${at}`, text: `title: "${source}"\nlogsource:\n  product: windows\n  ${source}\ndetection:\n  s:\n    Image|endswith: '\\a.exe'\n    EventID: 1\n  condition: s\n` })));
    const [row] = read(createEvtxReader(), JSON.stringify({ Event: { System: system, EventData: { Image: "C:\\a.exe" } } }));
    expect(evaluateEvent(ruleSet, "event" in row! ? row.event : {}).map(({ rule }) => rule.title)).toEqual(["service: sysmon", "category: process_creation"]);
  });

  test("what is no event is told with its place", () => {
    expect(read(createEvtxReader(), '{"Event":{}}\n{"a"\n').map((row) => [row.line, row.offset, "problem" in row && row.problem])).toEqual([[1, 0, "The record has no Event with a System."], [2, 13, "The line is no JSON object."]]);
  });
});
