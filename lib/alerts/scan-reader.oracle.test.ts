import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createLineSplitter } from "#lib/detection/index.ts";
import { alertSeverity, shippedRules } from "#lib/rules/index.ts";
import type { AlertDraft } from "./alert-draft.ts";
import { ScanReader } from "./scan-reader.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (oracles === undefined) throw new Error("TICKMARK_ORACLES names no folder.");
const bytes = await readFile(path.join(oracles, "detection", "loghub", "OpenSSH", "OpenSSH_2k.log"));
const RECEIVED = new Date("2017-01-01T00:00:00Z");

type Kept = Omit<AlertDraft, "explanation"> & { explanation: object };

/** Reads the file as an import does, in chunks of `size`; a fresh reader takes over after every chunk when `resume`. */
async function readAll(size: number, resume: boolean): Promise<{ drafts: Kept[]; lines: number; unparsed: number; notes: string[] }> {
  const { ruleSet, problems } = await shippedRules();
  const rules = { ruleSet, problems, added: 0, versionIdOf: ({ id }: { id: string }) => `version of ${id}`, mayRaise: () => true, severityOf: alertSeverity };
  const progress = { scannedBytes: 0, lines: 0, parsedLines: 0, unparsedLines: 0, truncatedLines: 0, invalidUtf8Lines: 0, alerts: 0, firstEventAt: null, lastEventAt: null, notes: [], unparsedSample: [] };
  const scan = {
    hold: { segmentId: "seg_1", scannedBytes: 0n, updatedAt: RECEIVED },
    segment: { id: "seg_1", sha256: "", storedEncoding: "identity", byteLength: bytes.length, referenceTime: RECEIVED, receivedAt: RECEIVED },
    source: { id: "src_1", name: "LabSZ", utcOffsetMinutes: 0 },
    progress,
    snapshot: null,
    before: null,
  };
  const drafts = new Map<string, Kept>();
  // As the database does: later parts of an explanation replace earlier ones of the same name.
  const keep = (reader: ScanReader): void => {
    for (const draft of reader.take(100_000)) {
      const explanation = { ...drafts.get(draft.hitKey)?.explanation, ...(JSON.parse(draft.explanation) as object) };
      drafts.set(draft.hitKey, { ...draft, explanation });
    }
  };
  let reader = new ScanReader(scan, rules);
  let splitter = createLineSplitter();
  let at = 0;
  while (at < bytes.length) {
    for (const line of splitter.push(bytes.subarray(at, at + size))) reader.read(line);
    at += size;
    if (!resume || at >= bytes.length) continue;
    keep(reader);
    const stored = JSON.parse(reader.snapshot("hash")) as { stateHash: string; correlator: string };
    reader = new ScanReader({ ...scan, progress: structuredClone(reader.progress), snapshot: stored }, rules);
    at = reader.progress.scannedBytes;
    splitter = createLineSplitter({ start: { offset: at, number: reader.progress.lines + 1 } });
  }
  for (const line of splitter.finish()) reader.read(line);
  reader.finish();
  keep(reader);
  const { lines, unparsedLines, notes } = reader.progress;
  return { drafts: [...drafts.values()], lines, unparsed: unparsedLines, notes };
}

/** Bursts of five refusals in ten minutes per address, counted with nothing but a regular expression. */
function burstsByHand(): Map<string, number> {
  const refused = /^Dec +(\d+) (\d\d):(\d\d):(\d\d) \S+ sshd\[\d+\]: (?:message repeated (\d+) times: \[ )?Failed (?:password|keyboard-interactive\/pam) for .* from (\S+) port \d+ ssh2/;
  const states = new Map<string, { times: [number, number][]; open: boolean; bursts: number }>();
  for (const line of bytes.toString("latin1").split(/\r?\n/)) {
    const found = refused.exec(line);
    if (found === null) continue;
    const seconds = Number(found[1]) * 86_400 + Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4]);
    const address = found[6] ?? "";
    const state = states.get(address) ?? { times: [], open: false, bursts: 0 };
    states.set(address, state);
    const newest = state.times.at(-1)?.[0];
    if (newest !== undefined && seconds - newest > 600) Object.assign(state, { times: [], open: false });
    state.times = [...state.times, [seconds, Number(found[5] ?? 1)] as [number, number]].filter(([time]) => time >= seconds - 600);
    if (!state.open && state.times.reduce((sum, [, weight]) => sum + weight, 0) >= 5) Object.assign(state, { open: true, bursts: state.bursts + 1 });
  }
  return new Map([...states].filter(([, state]) => state.bursts > 0).map(([address, state]) => [address, state.bursts]));
}

describe("2,000 recorded sshd lines", () => {
  test("raise exactly the brute forces that a count by regular expression finds, address by address", async () => {
    const { drafts, lines, unparsed } = await readAll(64 * 1024, false);
    expect([lines, unparsed]).toEqual([2000, 0]);
    const counted = new Map<string, number>();
    for (const draft of drafts.filter(({ title }) => title === "SSH brute force from one source")) counted.set(draft.entity, (counted.get(draft.entity) ?? 0) + 1);
    const byHand = burstsByHand();
    expect(byHand.size).toBeGreaterThan(5);
    expect([...counted].sort()).toEqual([...byHand].sort());
  });

  test("raise the same alerts with the same figures when a new reader takes over every few lines", async () => {
    const whole = await readAll(1 << 20, false);
    const cut = await readAll(700, true);
    expect(cut).toEqual(whole);
  });
});
