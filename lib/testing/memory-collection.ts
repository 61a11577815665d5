import { createHash } from "node:crypto";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { driveCollector, openTransport, type CommittedPage, type Connector, type Exchange, type Incoming, type Json, type OutgoingRequest, type Row, type Run, type RunEnd, type Values } from "#lib/connector/index.ts";

/** A vendor in memory: answers whatever it is asked. */
export type Vendor = (request: OutgoingRequest) => Incoming | Promise<Incoming>;

export type CollectParts = {
  connector: Connector;
  collector: string;
  settings: Values;
  credential: { strategy: string; values: Values };
  vendor: Vendor;
  run?: Partial<Pick<Run, "listing" | "cursor" | "window">>;
  /** Goes on where an earlier attempt was cut off. */
  after?: MemoryRun;
  /** Cuts the run off, as `kill -9` would, after so many pages. */
  cutAfter?: number;
  /** When the run begins; a time of the tests' own, unless a server with a clock is asked. */
  at?: Date;
};

export type MemoryRun = {
  end: RunEnd | null;
  pages: CommittedPage[];
  /** Each thing as it was seen last, by kind and external id. */
  rows: Map<string, Row>;
  exchanges: Exchange[];
  /** Milliseconds that were waited, one by one. */
  waits: number[];
};

const NOW = Date.parse("2026-03-02T09:00:00Z");
const CUT = new Error("cut off");

/** Runs a collector as the product does, with pages and rows kept in memory, and a clock that only waiting moves. */
export async function collectInMemory({ connector, collector: id, settings, credential, vendor, run, after, cutAfter, at }: CollectParts): Promise<MemoryRun> {
  const collector = connector.collectors.find((one) => one.id === id);
  if (collector === undefined) throw new Error(`${connector.manifest.id} has no collector ${id}`);
  let clock = at?.getTime() ?? NOW;
  const now = (): Date => new Date(clock);
  const done: MemoryRun = { end: null, pages: [...(after?.pages ?? [])], rows: new Map(after?.rows), exchanges: [...(after?.exchanges ?? [])], waits: [] };
  const transport = openTransport(connector.manifest, {
    send: async (request) => await vendor(request), now, random: () => 0.5,
    sleep: (milliseconds) => {
      clock += milliseconds;
      done.waits.push(milliseconds);
      return Promise.resolve();
    },
  });
  const last = done.pages.at(-1);
  try {
    done.end = await driveCollector({
      connector, collector, transport, session: { settings, credential, now },
      run: { listing: "full", cursor: null, window: { from: null, until: now() }, ...run },
      earlier: last === undefined ? null : { sequence: last.sequence + 1, answers: done.pages.flatMap(({ answers }) => answers).length, gaps: done.pages.flatMap(({ gaps }) => gaps), resume: last.resume },
      sink: {
        commit(page) {
          if (cutAfter !== undefined && done.pages.length === cutAfter) throw CUT;
          done.pages.push(page);
          done.exchanges.push(...page.exchanges);
          for (const row of page.answers.flatMap(({ rows }) => rows)) done.rows.set(`${row.kind} ${row.externalId}`, row);
          return Promise.resolve();
        },
        seen: (kind) => Promise.resolve([...done.rows.values()].filter((row) => row.kind === kind).length),
      },
    });
    done.exchanges.push(...done.end.exchanges);
  } catch (error) {
    if (error !== CUT) throw error;
  }
  return done;
}

/** An answer of JSON, at the vendor's time (ours, unless told otherwise). */
export function jsonAnswer(body: Json, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}): Incoming {
  return { status, headers: new Headers({ "content-type": "application/json", date: new Date(NOW).toUTCString(), ...headers }), bytes: Buffer.from(JSON.stringify(body)) };
}

/** What is the same whenever the same rows were collected, in whatever order and however often. */
export function fingerprintOfRows({ rows }: MemoryRun): string {
  return createHash("sha256").update([...rows.entries()].map(([key, row]) => `${key} ${canonicalJson(row)}`).sort().join("\n")).digest("hex");
}
