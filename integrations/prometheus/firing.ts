import { createHash } from "node:crypto";
import { z } from "zod";
import { firingKeyOf, membersOf, readItems, severityOf, type Answer, type Collector, type RowOf, type Run, type Transformed } from "#lib/connector/index.ts";
import { askPrometheus, demandPrometheus } from "./client.ts";
import { runtimeInfo, series } from "./schema.ts";

// The list of alerts tells what fires now; what fired between two looks would be lost. Prometheus keeps a series of each
// alert (ALERTS), and one whose value is since when its condition holds (ALERTS_FOR_STATE): both, sample by sample, are
// the history.

const HOUR_MS = 3_600_000;
/** Samples of a part of a day, with a firing alert per minute a thousand times over, are still one answer. */
const PART_MS = 6 * HOUR_MS;
/** Each part looks back into the one before it: what ended just before its end is closed by the next. */
const OVERLAP_MS = HOUR_MS;
/** After so long without a sample a series is over, by Prometheus's own rule (lookback). */
const SILENT_MS = 5 * 60_000;
/** The longest silence that is no end: of what is judged every quarter of an hour. It must be shorter than the overlap. */
const LONGEST_SILENT_MS = 30 * 60_000;
const DEFAULT_RETENTION_MS = 15 * 24 * HOUR_MS;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: HOUR_MS, d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS, y: 365 * 24 * HOUR_MS };
const instant = z.iso.datetime();
const place = z.strictObject({ next: instant });
const asked = z.object({ time: instant });

/** A duration as Prometheus writes it (`15d`, `1h30m`), in milliseconds; null where it says none, as with a bound of bytes alone. */
export function durationOf(text: string): number | null {
  const [whole] = /^(?:\d+(?:ms|[smhdwy]))+/.exec(text) ?? [];
  if (whole === undefined) return null;
  return [...whole.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), 0);
}

export const firing: Collector = {
  id: "firing", name: "Alerts",
  explains: "Every alert that fired, with since when and until when, from the series that Prometheus keeps of its alerts.",
  yields: ["vendor_alert"], everyHours: 1, fullEveryDays: 7, forgets: true,
  async *collect(run: Run) {
    const until = run.window.until.getTime();
    let next: number;
    if (run.resume === null) {
      const runtime = await demandPrometheus(run, { path: "/api/v1/status/runtimeinfo", count: () => 1 });
      next = startOf(run, until, runtime);
      yield { answers: [runtime], resume: { next: new Date(next).toISOString() } };
    } else next = Date.parse(place.parse(run.resume).next);
    while (next < until) {
      const end = Math.min(next + PART_MS, until);
      const seconds = Math.ceil((end - next + OVERLAP_MS) / 1000);
      const parameters = { query: `{__name__=~"ALERTS|ALERTS_FOR_STATE"}[${seconds}s]`, time: new Date(end).toISOString() };
      const answer = await askPrometheus(run, { path: "/api/v1/query", parameters, count: (data) => (membersOf(data).result as readonly unknown[] | undefined)?.length ?? 0 });
      next = end;
      yield { answers: answer === null ? [] : [answer], resume: { next: new Date(next).toISOString() } };
    }
    return { cursor: { next: new Date(until).toISOString() }, announced: null, secondRoute: null };
  },
  transform: transformFiring,
};

/** Where to begin: behind the last run, or as far back as is asked for and remembered. */
function startOf({ listing, cursor, window, gap }: Run, until: number, runtime: Answer): number {
  const read = runtimeInfo.safeParse(runtime.body);
  const remembered = until - ((read.success ? durationOf(read.data.storageRetention) : null) ?? DEFAULT_RETENTION_MS);
  const wanted = listing === "incremental" && cursor !== null ? Date.parse(place.parse(cursor).next) : (window.from?.getTime() ?? remembered);
  if (wanted >= remembered) return wanted;
  gap({ reason: "truncated", operation: "GET /api/v1/query", scope: null, says: `The server remembers since ${new Date(remembered).toISOString()}; of what fired before, nothing is known.` });
  return remembered;
}

type Samples = { labels: Readonly<Record<string, string>>; fired: Set<number>; since: readonly (readonly [number, string])[] };

/** Alerts of one part of time. Pure. */
function transformFiring({ operation, parameters, body }: Answer): Transformed {
  if (operation !== "GET /api/v1/query") return operation === "GET /api/v1/status/runtimeinfo" ? readItems([body], runtimeInfo, "", () => []) : { rows: [], unreadable: [] };
  const until = Date.parse(asked.parse(parameters).time) / 1000;
  const alerts = new Map<string, Samples>();
  const read = readItems(membersOf(body).result, series, "/result", ({ metric: { __name__: name, alertstate, ...labels }, values }) => {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = alerts.get(key) ?? { labels, fired: new Set<number>(), since: [] };
    if (name === "ALERTS_FOR_STATE") known.since = values;
    else if (alertstate === "firing") for (const [at] of values) known.fired.add(at);
    alerts.set(key, known);
    return [];
  });
  return { rows: [...alerts].flatMap(([key, samples]) => alertRows(key, samples, until)), unreadable: read.unreadable };
}

/** Each value of ALERTS_FOR_STATE is one alert of these labels; it is told once it fired. */
function alertRows(key: string, { labels, fired, since }: Samples, until: number): RowOf<"vendor_alert">[] {
  const spells = Map.groupBy(since.filter(([at]) => fired.has(at)), ([, began]) => began);
  const newest = since.at(-1)?.[1];
  const gaps = since.slice(1).map(([at], index) => at - (since[index]?.[0] ?? at)).filter((seconds) => seconds > 0);
  const patience = gaps.length === 0 ? LONGEST_SILENT_MS : Math.min(LONGEST_SILENT_MS, Math.max(SILENT_MS, 2 * 1000 * Math.min(...gaps)));
  return [...spells].map(([began, samples]) => {
    const last = samples.at(-1)?.[0] ?? until;
    const over = began !== newest || (until - last) * 1000 > patience;
    return {
      kind: "vendor_alert", scope: null, url: null, externalId: `${createHash("sha256").update(key).digest("hex").slice(0, 32)} ${began}`,
      title: labels.instance === undefined ? (labels.alertname ?? "") : `${labels.alertname ?? ""} on ${labels.instance}`, rule: labels.alertname ?? null,
      severity: severityOf(labels.severity), state: over ? "closed" : "open", status: over ? "resolved" : "firing",
      firingKey: firingKeyOf(labels), firstSeenAt: time(Number(began)), lastSeenAt: time(last), closedAt: over ? time(last) : null,
      resource: labels.instance ?? null, closedBy: null, closedReason: null, attributes: { labels },
    };
  });
}

const time = (seconds: number): string => new Date(seconds * 1000).toISOString();
