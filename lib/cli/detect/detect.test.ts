import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileRules, evaluateEvent, explainEvent, type RuleSet } from "#lib/detection/index.ts";
import { childEnvironment } from "#lib/platform/env.ts";
import { readDetectArguments } from "./arguments.ts";
import { compiledRules, rulesOfShared, sharedImage } from "./compiled-rules.ts";
import { readChunks } from "./inputs.ts";
import { loadRules } from "./load-rules.ts";
import { PieceReaders } from "./pieces.ts";
import { cutRecords } from "./records.ts";
import { scanInput, shapeOf } from "./scan-input.ts";
import { unfold } from "./unfold.ts";
import { findingWriter } from "./writers.ts";

const RULES = `title: Trail stopped
id: trail-stopped
level: high
author: A
logsource: { product: aws }
detection: { s: { eventName: StopLogging }, condition: s }
---
title: Refused
id: refused
name: refused
logsource: { product: aws }
detection: { s: { errorCode: AccessDenied }, condition: s }
---
title: Often refused
id: often-refused
correlation: { type: event_count, rules: [refused], group-by: [user], timespan: 5m, condition: { gte: 3 } }
`;
const EVENTS = [
  { product: "aws", eventName: "StopLogging", user: "ann" },
  ...[1, 2, 3].map((minute) => ({ product: "aws", errorCode: "AccessDenied", user: "bob", eventTime: `2026-01-01T00:0${minute}:00Z` })),
  { product: "aws", eventName: "ListUsers", user: "ann" },
];
const LINES = EVENTS.map((event) => `${JSON.stringify(event)}\n`).join("");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "detect-"));
  await writeFile(path.join(folder, "rules.yml"), RULES);
  await writeFile(path.join(folder, "a.json"), LINES);
  await writeFile(path.join(folder, "b.json"), `${LINES}{broken\n`);
});
afterAll(() => rm(folder, { recursive: true }));

async function* parts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unfolded(bytes: Uint8Array, size: number): Promise<[string, string]> {
  const { chunks, ending } = await unfold(parts(bytes, size));
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return [Buffer.concat(read).toString(), ending()];
}

describe("inputs", () => {
  test.each([1, 7, 24, 1_000_000])("gzip of several members and zstd of several frames are read whole, in parts of %i bytes", async (size) => {
    const texts = ["one\n".repeat(50), "two\n", "", "three\n"];
    expect(await unfolded(Buffer.concat(texts.map((text) => gzipSync(text))), size)).toEqual([texts.join(""), "complete"]);
    expect(await unfolded(Buffer.concat(texts.map((text) => zstdCompressSync(text))), size)).toEqual([texts.join(""), "complete"]);
    expect(await unfolded(Buffer.from(texts.join("")), size)).toEqual([texts.join(""), "complete"]);
  });

  test.each([
    ["zstd", zstdCompressSync(Buffer.alloc(256 * 1024 * 1024))],
    ["gzip", gzipSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 })],
  ])("of a few bytes of %s that unfold to much, little is held at a time", async (_name, bomb) => {
    const before = process.memoryUsage().external;
    const { chunks, ending } = await unfold(parts(bomb, bomb.length));
    let size = 0;
    let most = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      // Whoever reads slowly must not be overtaken.
      if (size % (32 * 1024 * 1024) === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      most = Math.max(most, process.memoryUsage().external - before);
    }
    expect([size, ending()]).toEqual([256 * 1024 * 1024, "complete"]);
    expect(most).toBeLessThan(128 * 1024 * 1024);
  });

  test("data that stop short, or are damaged, are told apart from whole ones", async () => {
    const text = Array.from({ length: 5_000 }, (_, at) => `${at * 7919}\n`).join("");
    for (const packed of [gzipSync(text), zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })]) {
      expect((await unfolded(packed.subarray(0, packed.length - 20), 1000))[1]).toBe("cut_off");
      const damaged = Buffer.from(packed);
      damaged.fill(0xff, 200, 260);
      expect((await unfolded(damaged, 1000))[1]).toBe("corrupt");
    }
  });

  test("records of one document are cut out with their places, whatever stands in their texts", () => {
    const document = Buffer.from(JSON.stringify({ Records: [{ a: "]}\\\"{" }, { b: [1, { c: 2 }] }] }, null, 1));
    const records = cutRecords(document)!;
    expect(records.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as unknown)).toEqual([{ a: "]}\\\"{" }, { b: [1, { c: 2 }] }]);
    for (const { offset, bytes } of records) expect(document[offset]).toBe(bytes[0]);
    expect([cutRecords(Buffer.from("[]")), cutRecords(Buffer.from('[{"a":1}')), cutRecords(Buffer.from("{}"))]).toEqual([[], null, null]);
  });

  test("what stands among the records and is none is counted and told with its place", async () => {
    const text = '[{"product":"aws","eventName":"StopLogging"}, 17, "a ]}, b" ,null,[1, {"b": 2}], tru e,\n{"product":"aws","eventName":"StopLogging"}]';
    expect(cutRecords(Buffer.from(text))!.map(({ offset, bytes }) => [offset, Buffer.from(bytes).toString()]).slice(1, -1)).toEqual([[46, "17"], [50, '"a ]}, b"'], [61, "null"], [66, '[1, {"b": 2}]'], [81, "tru"], [85, "e"]]);
    expect(["[1", '["a', "[1}", '[{"a":1]'].map((broken) => cutRecords(Buffer.from(broken)))).toEqual([null, null, null, null]);
    const { ruleSet } = compileRules([{ path: "r.yml", text: RULES }]);
    for await (const { findings, problems, lines } of scanInput(ruleSet, "x", parts(Buffer.from(text), 50), { format: "auto", reference: false, keepText: false, referenceTimeMs: 0 })) {
      if (lines === 0) continue;
      expect(findings.map(({ offset }) => offset).concat(problems.map(({ offset }) => offset!))).toHaveLength(lines);
    }
  });

  test("records of an audit event are judged one by one and together, and each rule is told once", async () => {
    const { ruleSet, problems } = compileRules([
      ["alone", "{ type: EXECVE, a0: nc }"],
      ["together", "{ comm: nc, 'arguments|contains': '-e' }"],
      ["both", "{ type: SYSCALL, comm: nc }"],
    ].map(([name, selection]) => ({ path: `${name}.yml`, text: `title: ${name}\nlogsource: { product: linux }\ndetection: { s: ${selection}, condition: s }\n` })));
    expect(problems).toEqual([]);
    const event = (number: number, end: boolean) => [
      `type=SYSCALL msg=audit(1700000000.100:${number}): arch=c000003e syscall=59 success=yes exit=0 comm="nc" exe="/usr/bin/nc"`,
      `type=EXECVE msg=audit(1700000000.100:${number}): argc=3 a0="nc" a1="-e" a2="sh"`,
      ...(end ? [`type=EOE msg=audit(1700000000.100:${number}):`] : []),
    ];
    const [first, second] = [event(1, true), event(2, false)];
    const text = [first[0], second[0], first[1], first[2], "Mar  3 10:00:00 host sshd[1]: x", second[1]].join("\n");
    for (const format of ["auto", "auditd"] as const) {
      const found: string[] = [];
      for await (const { findings } of scanInput(ruleSet, "audit.log", parts(Buffer.from(text), 40), { format, reference: false, keepText: true, referenceTimeMs: 0 })) {
        found.push(...findings.map(({ rule, line, text: kept }) => `${rule.title} ${line} ${kept!.slice(0, 1)}`));
      }
      expect(found.sort()).toEqual(["alone 3 t", "alone 6 t", "both 1 t", "both 2 t", "together 1 {", "together 2 {"]);
    }
  });

  test.each([
    ["[ {", "x", { shape: "json", document: true }],
    ['\uFEFF{"Records": [', "x", { shape: "json", document: true }],
    ['{"a":1}', "x", { shape: "json", document: false }],
    ['[{"Event": {', "x", { shape: "evtx", document: true }],
    ['{"Event":{"System"', "x", { shape: "evtx", document: false }],
    ["a,b\n1,2", "x.csv.gz", { shape: "csv", document: false }],
    ['level=info msg="a b" c=d', "x", { shape: "logfmt", document: false }],
    ["type=SYSCALL msg=audit(1.2:3): arch=c000003e", "x", { shape: "text", document: false }],
    ["Mar  3 10:00:00 host sshd[1]: x", "x", { shape: "text", document: false }],
    ["[error] x", "x", { shape: "text", document: false }],
  ])("%j of %s is read as %j", (head, file, shape) => {
    expect(shapeOf(new TextEncoder().encode(head), file)).toEqual(shape);
  });

  test.each([
    ["csv", 'product,eventName,note\naws,ListUsers,x\naws,StopLogging,"a\nb"\nbroken\n', [[3, 39]], [[5, 61]]],
    ["logfmt", 'time=1 product=aws eventName=ListUsers\ntime=2 product=aws eventName=StopLogging\ntime=3 ="\n', [[2, 39]], [[3, 80]]],
    ["evtx", '{"Event":{"System":{"EventID":1},"EventData":{"eventName":"StopLogging"}}}\n{"Event":{}}\n', [[1, 0]], [[2, 75]]],
    ["evtx", '[{"Event":{"System":{"EventID":1}}},\n{"Event":{"System":{},"EventData":{"eventName":"StopLogging"}}},{"Event":1}]', [[2, 37]], [[3, 101]]],
    ["json", '{"Records":[{"product":"aws","eventName":"StopLogging"},\n{"eventName":"StopLogging"}]}', [[1, 12], [2, 57]], []],
  ])("%s: findings and broken rows are told with line and byte", async (format, text, found, broken) => {
    const { ruleSet } = compileRules([{ path: "r.yml", text: RULES.replace("{ product: aws }", "{ category: any }") }]);
    for (const wanted of [format, "auto"] as ("auto" | "json")[]) {
      for (const size of [7, 100_000]) {
        const places: (number | null)[][] = [];
        const problems: (number | null)[][] = [];
        for await (const batch of scanInput(ruleSet, `x.${format}`, parts(Buffer.from(text), size), { format: wanted, reference: false, keepText: true, referenceTimeMs: 0 })) {
          places.push(...batch.findings.map(({ line, offset, text }) => (expect(text).toContain("StopLogging"), [line, offset])));
          problems.push(...batch.problems.map(({ line, offset }) => [line, offset]));
        }
        expect([places, problems]).toEqual([found, broken]);
      }
    }
  });

  test("a file read in pieces by two threads gives what one reading gives", async () => {
    const file = path.join(folder, "many.lines");
    await writeFile(file, `${LINES}{broken\n`.repeat(40));
    const { length } = await readFile(file);
    const sources = [{ path: "rules.yml", text: RULES }];
    const { ruleSet } = compileRules(sources);
    const readers = new PieceReaders(1);
    readers.give(sharedImage({ ruleSet, problems: [], image: null }));
    const read = async (pieceBytes: number) => {
      const found: string[] = [];
      for await (const { findings, problems } of readers.read(ruleSet, { file, size: length, keepText: false, output: null }, pieceBytes)) {
        found.push(...findings.map(({ line, offset, rule }) => `${line} ${offset} ${rule.id}`), ...problems.map(({ line, offset }) => `${line} ${offset}`));
      }
      return found.sort();
    };
    try {
      const whole = await read(length);
      expect(whole).toHaveLength(40 * 5);
      expect(await read(333)).toEqual(whole);
      // Written by the threads themselves, rows are those that one reading writes.
      for (const output of ["ndjson", "sarif", "table"] as const) {
        const writer = findingWriter(output, ruleSet.rules);
        const rows: string[] = [];
        for await (const { findings } of scanInput(ruleSet, file, readChunks(file), { format: "json", reference: false, keepText: false, referenceTimeMs: 0 })) rows.push(...findings.filter(({ rule }) => rule.raisesHits).map((finding) => writer.finding(finding)));
        const parts: string[] = [];
        let counted = 0;
        for await (const { written } of readers.read(ruleSet, { file, size: length, keepText: false, output }, 333)) {
          if (written!.rows.length > 0) parts.push(Buffer.concat(written!.rows).toString());
          counted += written!.counts.reduce((sum, [, count]) => sum + count, 0);
        }
        expect([parts.join(writer.separator), counted]).toEqual([rows.join(writer.separator), rows.length]);
      }
    } finally {
      await readers.close();
    }
  });
});

describe("arguments", () => {
  test.each([
    [[], "--rules"],
    [["--rules", "r"], "--input"],
    [["--rules", "r", "--input", "x", "--format", "xml"], "--format"],
    [["--rules", "r", "--input", "x", "--output", "xml"], "--output"],
    [["--rules", "r", "--input", "x", "--jobs", "0"], "--jobs"],
  ])("%j are refused with a sentence", (args, named) => {
    expect(readDetectArguments(args)).toContain(named);
  });
});

describe("pipelines", () => {
  test("are named or files; an unknown one, and one with a mistake, are told before anything is read", async () => {
    const rules = [path.join(folder, "rules.yml")];
    const broken = path.join(folder, "broken.yaml");
    await writeFile(broken, "name: b\ntitle: B\nsteps: [{ prefix: x, drop: y }]\n");
    const { ruleSet } = await loadRules(rules, ["ocsf"]);
    expect(evaluateEvent(ruleSet, { unmapped: { eventName: "StopLogging" } })).toHaveLength(1);
    await expect(loadRules(rules, ["nosuch"])).rejects.toThrow("There is no pipeline nosuch: it is one of ecs, ocsf, or a file.");
    await expect(loadRules(rules, [broken])).rejects.toThrow(`${broken}:3:9: refused: A step does one thing`);
  });
});

describe("compiled rules", () => {
  const files = { sources: [{ path: "r.yml", text: RULES.replace("{ s: { eventName: StopLogging }", "{ s: { eventName|re: '^Stop[A-Z]', user: null }, k: [gone] , t: { user|contains|all: [a, n] }").replace("condition: s }", "condition: s or t and 1 of k }") }], pipelines: [] };
  const judged = ({ ruleSet }: { ruleSet: RuleSet }) => [...EVENTS, { product: "aws", eventName: "StopIt" }, { user: "nann", note: "gone" }].map((event) => evaluateEvent(ruleSet, event).map(({ rule }) => rule.title));

  test("are kept, and are the same when they are taken again: matches, values, explanations, correlations, other witnesses", async () => {
    const cache = path.join(folder, "cache");
    const none = (): never => expect.fail("nothing is to be told");
    const fresh = await compiledRules(files, none, cache, 0);
    const expected = judged(fresh);
    expect(expected.flat()).toContain("Trail stopped");
    const [kept] = await readdir(cache);
    const taken = await compiledRules(files, none, cache, 0);
    expect(judged(taken)).toEqual(expected);
    expect([taken.ruleSet.hash, taken.ruleSet.rules, taken.ruleSet.correlations, taken.problems]).toEqual([fresh.ruleSet.hash, fresh.ruleSet.rules, fresh.ruleSet.correlations, fresh.problems]);
    expect(EVENTS.map((event) => explainEvent(taken.ruleSet, 0, event))).toEqual(EVENTS.map((event) => explainEvent(fresh.ruleSet, 0, event)));
    taken.ruleSet.matcher().learn(EVENTS);
    expect(judged(taken)).toEqual(expected);
    expect(judged({ ruleSet: rulesOfShared(taken.image!) })).toEqual(expected);
    expect(await readdir(cache)).toEqual([kept]);
  });

  test("that were damaged are compiled and kept again; a folder that takes nothing is told", async () => {
    const cache = path.join(folder, "damaged");
    const none = (): never => expect.fail("nothing is to be told");
    const expected = judged(await compiledRules(files, none, cache, 0));
    const kept = path.join(cache, (await readdir(cache))[0]!);
    const whole = await readFile(kept);
    for (const damaged of [Buffer.alloc(0), whole.subarray(0, 5_000), Buffer.from(whole).fill(7, 9_000, 9_100)]) {
      await writeFile(kept, damaged);
      expect(judged(await compiledRules(files, none, cache, 0))).toEqual(expected);
      expect((await readFile(kept)).equals(whole)).toBe(true);
    }
    const sentences: string[] = [];
    expect(judged(await compiledRules(files, (sentence) => sentences.push(sentence), path.join(folder, "a.json", "x"), 0))).toEqual(expected);
    expect(sentences.join()).toContain("could not be kept");
  });
});

describe("the command", () => {
  const detect = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.resolve("bin", "tickmark.js"), "detect", "--rules", "rules.yml", ...args], { cwd: folder, encoding: "utf8", env: childEnvironment({}), input: LINES });
    return { status, stdout, stderr };
  };

  test("tells every match with its place, correlations, and statistics; SARIF is one document", () => {
    const { status, stdout, stderr } = detect("--input", "*.json", "--output", "sarif");
    const { runs } = JSON.parse(stdout) as { runs: { results: { ruleId: string; locations?: { physicalLocation: { region: { startLine: number } } }[] }[] }[] };
    const found = runs[0]!.results.map(({ ruleId, locations }) => `${ruleId} ${locations?.[0]!.physicalLocation.region.startLine ?? ""}`.trim());
    expect(new Set(found)).toEqual(new Set(["trail-stopped 1", "often-refused 2"]));
    expect(stderr).toContain("b.json:6");
    expect(status).toBe(1);
  });

  test("reads standard input, explains, and can fail where something is found", () => {
    const { status, stdout } = detect("--input", "-", "--output", "ndjson", "--explain", "--fail-on-match");
    const first = JSON.parse(stdout.split("\n")[0]!) as object;
    expect(first).toMatchObject({ file: "standard input", line: 1, offset: 0, rule: { id: "trail-stopped", author: "A" }, values: [{ field: "eventName", value: "StopLogging" }], explanation: { matched: true } });
    expect(status).toBe(3);
  });

  test("explaining tells what wakes a rule and, of lines without a finding, the rule that came nearest and what it lacked", () => {
    const near = [...EVENTS, { product: "aws", eventName: "StartLogging", errorCode: "AccessDenied2", user: "ann" }];
    const rules = path.join(folder, "near.yml");
    writeFileSync(rules, "title: Near\nid: near\nlogsource: { product: aws }\ndetection: { s: { eventName: StartLogging, user: bob }, condition: s }\n");
    writeFileSync(path.join(folder, "near.lines"), near.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const expected = { file: "near.lines", line: 6, nearest: { rule: { id: "near" }, held: 1, failed: [{ field: "user", asked: "user is bob", negated: false, values: ["ann"] }] } };
    for (const how of [[], ["--reference"]]) {
      const { stdout } = detect("--rules", rules, "--input", "near.lines", "--output", "ndjson", "--explain", ...how);
      const told = stdout.trim().split("\n").map((line) => JSON.parse(line) as { nearest?: object; cost?: object; file: string; line: number; rule?: { id: string } });
      expect(told.find(({ nearest, line }) => nearest && line === 6)).toMatchObject({ ...expected, file: expect.stringContaining("near.lines") as string });
      expect(told.find(({ rule }) => rule?.id === "trail-stopped")).toMatchObject({ cost: { witness: [{ field: "eventName", place: "is", text: "stoplogging" }], predicates: 1 } });
    }
    expect(detect("--rules", rules, "--input", "near.lines", "--explain").stdout).toMatch(/nearest .*near\.lines:6 {2}Near {2}1 hold, 1 not\n {2}- user is bob {2}\("ann"\)/);
  });

  test("the reference finds the same, by the same values", () => {
    const places = (output: string) => output.trim().split("\n").map((line) => JSON.parse(line) as { line?: number; rule: { id: string }; values?: object[] }).map(({ line, rule, values }) => [line, rule.id, values]);
    expect(places(detect("--input", "a.json", "--output", "ndjson", "--reference").stdout)).toEqual(places(detect("--input", "a.json", "--output", "ndjson").stdout));
  });
});
