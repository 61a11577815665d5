import { expect, test } from "vitest";
import { createLineSplitter, type TextSplitter } from "#lib/detection/index.ts";
import { Dice } from "#lib/detection/matching/made-up.examples.ts";
import { textNear } from "#lib/detection/matching/text-lines.examples.ts";
import { alertSeverity, shippedRules } from "#lib/rules/index.ts";
import { DayTotals } from "./day-totals.ts";
import { ScanReader } from "./scan-reader.ts";

/** In the middle of a day of the log: a day later begins another year for times without one. */
const RECEIVED = new Date("2026-03-13T12:00:00Z");
const SLICE_BYTES = 16 * 1024;
const HOUR_MS = 3_600_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A log of three weeks, in order but for a few lines, some of which nobody can read. */
function log(dice: Dice, lines: number): Buffer {
  const text = Array.from({ length: lines }, (_, at) => {
    const time = new Date(Date.UTC(2026, 2, 1) + (at / lines) * 504 * HOUR_MS + (dice.oneIn(20) ? dice.below(72) * HOUR_MS : 0));
    const [, day, clock] = /-(\d\d)T([\d:]{8})/.exec(time.toISOString())!;
    const line = textNear(dice);
    return line.startsWith("Mar 13 10:11:12 ") ? `${MONTHS[time.getUTCMonth()]} ${day} ${clock} ${line.slice(16)}` : line;
  });
  return Buffer.from(text.join("\n"));
}

async function readAll(bytes: Buffer, sieved: boolean): Promise<{ read: number; told: object }> {
  const { ruleSet, problems } = await shippedRules();
  const rules = { ruleSet, problems, added: 0, versionIdOf: ({ id }: { id: string }) => `version of ${id}`, mayRaise: () => true, severityOf: alertSeverity };
  const progress = { scannedBytes: 0, lines: 0, parsedLines: 0, unparsedLines: 0, truncatedLines: 0, invalidUtf8Lines: 0, alerts: 0, firstEventAt: null, lastEventAt: null, notes: [], unparsedSample: [] };
  const totals = new DayTotals();
  const reader = new ScanReader({ segment: { id: "seg_1", referenceTime: RECEIVED, receivedAt: RECEIVED }, source: { id: "src_1", name: "web", utcOffsetMinutes: 0 }, progress, snapshot: null, before: null, totals }, rules);
  const start = { offset: 0, number: 1 };
  const splitter: TextSplitter = sieved ? reader.sievedLines(start) : { ...createLineSplitter({ start }), takeTimes: () => [] };
  let read = 0;
  const readLines = (lines: ReturnType<TextSplitter["push"]>): void => {
    const times = splitter.takeTimes();
    read += lines.length;
    for (const line of lines) reader.read(line);
    reader.passTo(splitter.position(), times);
  };
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) readLines(splitter.push(bytes.subarray(at, at + SLICE_BYTES)));
  readLines(splitter.finish());
  reader.finish();
  const drafts = reader.take(100_000).map((draft) => ({ ...draft, explanation: JSON.parse(draft.explanation) as object }));
  return { read, told: { progress: reader.progress, drafts, totals: totals.take() } };
}

test("what is told of a log is the same whether lines that no rule matches are left out or read", { timeout: 30_000 }, async () => {
  const bytes = log(new Dice(20_261_124), 8_000);
  const plain = await readAll(bytes, false);
  const sieved = await readAll(bytes, true);
  expect(sieved.told).toEqual(plain.told);
  expect(plain.told).toMatchObject({ progress: { lines: 8_000, scannedBytes: bytes.length } });
  expect(plain.read).toBe(8_000);
  expect(sieved.read).toBeLessThan(7_000);
});
