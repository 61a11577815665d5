import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRules, createLineSplitter, type Line } from "#lib/detection/index.ts";
import { noProgress } from "#lib/logs/index.ts";
import { alertSeverity } from "#lib/rules/index.ts";
import type { AlertDraft } from "./alert-draft.ts";
import { createCommitter } from "./read-through.ts";
import { ScanReader, type ReadingRules, type ReadState } from "./scan-reader.ts";

const RECEIVED = new Date("2026-03-04T00:00:00Z");
const { ruleSet } = compileRules([
  {
    path: "r.yml",
    text: `title: Refused
name: refused
logsource: { product: linux }
detection: { s: { message|contains: Failed password }, condition: s }
tickmark: { alerts: true }
---
title: Guessing
correlation: { type: event_count, rules: [refused], group-by: [sourceIp], timespan: 10s, condition: { gte: 3 } }
---
title: Names tried
correlation: { type: value_count, rules: [refused], group-by: [sourceIp], timespan: 20s, condition: { field: user, gte: 2 } }
`,
  },
]);
const rules: ReadingRules = { ruleSet, problems: [], versionIdOf: ({ id }) => `version of ${id}`, mayRaise: () => true, severityOf: alertSeverity };
const before: ReadState = { segment: { id: "seg_1", referenceTime: RECEIVED, receivedAt: RECEIVED }, source: { id: "src_1", name: "web", utcOffsetMinutes: 0 }, progress: noProgress(), snapshot: null, before: null };

const readerFrom = (state: Partial<ReadState> = {}) => new ScanReader(structuredClone({ ...before, ...state }), rules);

function linesOf(refusals: readonly { second: number; address: number; user: string }[]): Line[] {
  const text = refusals.map(({ second, address, user }) => `${new Date(Date.UTC(2026, 2, 3, 10) + second * 1000).toISOString().slice(0, 19)}Z web1 sshd[7]: Failed password for ${user} from 192.0.2.${address} port 4000 ssh2\n`).join("");
  return [...createLineSplitter().push(Buffer.from(text))];
}

/** What a database keeps: by key, later parts of an explanation over earlier ones of the same name; and the place where a reader goes on. */
class Store {
  readonly alerts = new Map<string, Omit<AlertDraft, "explanation"> & { explanation: object }>();
  place: Partial<ReadState> = {};

  keep(drafts: readonly AlertDraft[], place: Partial<ReadState> | null): void {
    for (const draft of drafts) this.alerts.set(draft.hitKey, { ...draft, explanation: { ...this.alerts.get(draft.hitKey)?.explanation, ...(JSON.parse(draft.explanation) as object) } });
    if (place !== null) this.place = structuredClone(place);
  }
}

class Kill extends Error {}

/** Reads lines from where the store says, as an import does, in commits of at most three hits; the n-th of them ends in a kill. */
async function readOn(lines: readonly Line[], store: Store, killedAt: number): Promise<ScanReader> {
  const reader = readerFrom(store.place);
  let commits = 0;
  const write = async (): Promise<void> => {
    const drafts = reader.take(3);
    const place = reader.pendingCount === 0 ? { progress: reader.progress, snapshot: reader.state("hash") } : null;
    commits += 1;
    if (commits === killedAt) throw new Kill();
    store.keep(drafts, place);
    if (commits === killedAt - 1 && killedAt % 2 === 0) throw new Kill();
  };
  const committer = createCommitter(reader, 3, write, async () => undefined, { batchLines: 40 });
  for (const line of lines) {
    if (line.offset < reader.progress.scannedBytes) continue;
    reader.read(line);
    if (committer.isDue()) await committer.commit(0);
  }
  reader.finish();
  await committer.end();
  return reader;
}

const refusals = fc.array(fc.record({ second: fc.integer({ min: 0, max: 90 }), address: fc.integer({ min: 1, max: 4 }), user: fc.constantFrom("root", "eve", "ann") }), { minLength: 20, maxLength: 400, size: "max" });
const inOrder = (items: { second: number; address: number; user: string }[], sorted: boolean) => (sorted ? [...items].sort((a, b) => a.second - b.second) : items);

test("events that are correlated together raise what they raise one by one: the same alerts, figures and state", () => {
  let alerts = 0;
  fc.assert(
    fc.property(refusals, fc.boolean(), fc.integer({ min: 1, max: 50 }), (items, sorted, every) => {
      const [together, single] = [readerFrom(), readerFrom()];
      const found: AlertDraft[][] = [[], []];
      linesOf(inOrder(items, sorted)).forEach((line, at) => {
        together.read(line);
        single.read(line);
        single.correlate();
        if (at % every === 0) expect(together.take(1_000)).toEqual(single.take(1_000));
      });
      for (const [at, reader] of [together, single].entries()) {
        reader.finish();
        found[at] = reader.take(1_000);
      }
      expect(found[0]).toEqual(found[1]);
      expect(together.progress).toEqual(single.progress);
      expect(together.snapshot("hash")).toBe(single.snapshot("hash"));
      alerts += together.progress.alerts;
    }),
    { numRuns: 60 },
  );
  expect(alerts).toBeGreaterThan(1_000);
});

test("more hits at once than a commit takes: killed at any commit, nothing is lost and nothing told twice", async () => {
  await fc.assert(
    fc.asyncProperty(refusals, fc.boolean(), fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }), async (items, sorted, kills) => {
      const lines = linesOf(inOrder(items, sorted));
      const [whole, cut] = [new Store(), new Store()];
      const straight = await readOn(lines, whole, 0);
      for (const kill of kills) await readOn(lines, cut, kill).catch((error: unknown) => {
        if (!(error instanceof Kill)) throw error;
      });
      const last = await readOn(lines, cut, 0);
      expect([...cut.alerts.values()].sort(byKey)).toEqual([...whole.alerts.values()].sort(byKey));
      expect(last.progress).toEqual(straight.progress);
    }),
    { numRuns: 60 },
  );
});

const byKey = (a: { hitKey: string }, b: { hitKey: string }): number => a.hitKey.localeCompare(b.hitKey);
