import { CollectionFailure, judgeCompleteness, type Completeness, type Gap } from "./completeness.ts";
import type { Answer, Collector, Connector, Ended, Json, Run, Session, Unreadable } from "./contract.ts";
import type { Row, RowKind } from "./rows.ts";
import type { Exchange, Transport } from "./transport.ts";

/** One page with its rows, to be committed whole or not at all. */
export type CommittedPage = {
  /** From 0, through all attempts of a run. */
  sequence: number;
  answers: readonly (Answer & { rows: readonly Row[]; unreadable: readonly Unreadable[] })[];
  exchanges: readonly Exchange[];
  /** What was said to be missing since the page before. */
  gaps: readonly Gap[];
  resume: Json | null;
};

export type Sink = {
  commit(page: CommittedPage): Promise<void>;
  /** How many distinct things of a kind this run has seen, those of its earlier attempts included. */
  seen(kind: RowKind): Promise<number>;
};

/** What an attempt that was cut off had committed. */
export type Earlier = { sequence: number; answers: number; gaps: readonly Gap[]; resume: Json | null };

export type RunEnd = {
  completeness: Completeness;
  gaps: readonly Gap[];
  failure: { kind: CollectionFailure["kind"]; operation: string; says: string; again: Date | null } | null;
  ended: Ended | null;
  /** What was asked after the last page. */
  exchanges: readonly Exchange[];
  skewMs: number | null;
};

export type DriveParts = {
  connector: Connector;
  collector: Collector;
  session: Omit<Session, "ask">;
  transport: Transport;
  run: Pick<Run, "listing" | "cursor" | "window">;
  earlier: Earlier | null;
  sink: Sink;
  /** Ends the run after the page that is under way: its place is kept. */
  signal?: AbortSignal;
};

/**
 * Runs one collector to its end, or until something makes going on useless: pages are transformed and committed one by
 * one, so that what was committed stays and a later attempt goes on behind it.
 *
 * @throws what the sink throws, what the signal was aborted with, and faults of the connector's own
 */
export async function driveCollector(parts: DriveParts): Promise<RunEnd> {
  const found: { gaps: Gap[]; sequence: number; answers: number } = { gaps: [...(parts.earlier?.gaps ?? [])], sequence: parts.earlier?.sequence ?? 0, answers: parts.earlier?.answers ?? 0 };
  let [ended, failure]: [Ended | null, CollectionFailure | null] = [null, null];
  try {
    ended = await walk(parts, parts.earlier?.resume ?? null, found);
  } catch (error) {
    if (!(error instanceof CollectionFailure)) throw error;
    // A place that the vendor has forgotten: once more from the window's start. What was committed is not committed twice.
    if (error.kind === "resume_expired") ({ ended, failure } = await again(parts, found));
    else failure = error;
  }
  if (ended !== null) found.gaps.push(...(await countGaps(parts, ended)));
  return {
    completeness: judgeCompleteness({ answers: found.answers, gaps: found.gaps, failure: failure?.kind ?? null }),
    gaps: found.gaps, ended, exchanges: parts.transport.takeExchanges(), skewMs: parts.transport.skewMs(),
    failure: failure && { kind: failure.kind, operation: failure.operation, says: failure.message, again: failure.again },
  };
}

type Found = { gaps: Gap[]; sequence: number; answers: number };

async function again(parts: DriveParts, found: Found): Promise<{ ended: Ended | null; failure: CollectionFailure | null }> {
  try {
    return { ended: await walk(parts, null, found), failure: null };
  } catch (error) {
    if (error instanceof CollectionFailure) return { ended: null, failure: error };
    throw error;
  }
}

async function walk({ collector, session, transport, run, sink, signal }: DriveParts, resume: Json | null, found: Found): Promise<Ended> {
  let told = found.gaps.length;
  const gap = (one: Gap): void => void found.gaps.push(one);
  const pages = collector.collect({ ...session, ...run, resume, ask: transport.ask, gap });
  for (;;) {
    signal?.throwIfAborted();
    const next = await pages.next();
    if (next.done === true) return next.value;
    const answers = next.value.answers.map((answer) => ({ ...answer, ...collector.transform(answer) }));
    found.gaps.push(...answers.flatMap(unreadableGap));
    await sink.commit({ sequence: found.sequence, answers, exchanges: transport.takeExchanges(), gaps: found.gaps.slice(told), resume: next.value.resume });
    told = found.gaps.length;
    found.sequence += 1;
    found.answers += answers.length;
  }
}

function unreadableGap({ operation, scope, unreadable }: Answer & { unreadable: readonly Unreadable[] }): Gap[] {
  const [first] = unreadable;
  if (first === undefined) return [];
  return [{ reason: "unreadable", operation, scope, says: `${unreadable.length} of what came cannot be read, first ${first.at}: ${first.says}` }];
}

/** Exact counts of the vendor are held against what came: more or fewer is a gap of its own. */
async function countGaps({ sink }: DriveParts, { announced, secondRoute }: Ended): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const count of [announced && { ...announced, route: "the vendor’s own count" }, secondRoute]) {
    if (count === null || !count.exact) continue;
    const seen = await sink.seen(count.kind);
    if (seen !== count.total) gaps.push({ reason: "count_differs", operation: count.route, scope: null, says: `${count.total} were said by ${count.route}, ${seen} came.` });
  }
  return gaps;
}
