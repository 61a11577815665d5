import { COLUMNS } from "./client.ts";
import { SILENT_AFTER_MS } from "./limits.ts";
import type { CoverageFound, LastRun, Look, ResourceFound } from "./population.repository.ts";
import type { Column, ColumnSource, PopulationRow, Sighting } from "./reconcile.ts";

/** A source of a column, with the run that its word rests on; logs that Tickmark received itself rest on none. */
type Source = ColumnSource & { connectionId: string | null; collector: string | null; /** When a list was imported. */ readAt?: Date };

/** What a tool said of a resource, as far as it is matched: there are several for each of a hundred thousand. */
export type Reached = { via: CoverageFound["via"]; connectionId: string; connectionName: string; collector: string; resource: string; seenAt: Date; state: CoverageFound["state"]; goneAt: Date | null };

const ALIAS = /(^|_|[a-z])(ip|ips|dns|dnsname|host|hostname|address|instanceid|instance_id|arn)$/i;
const ALIASES_MAX = 40;

/** A resource with all names by which tools may call it. */
export function populationRow({ id, name, externalId, tags, attributes, createdAt, firstSeenAt, goneAt }: ResourceFound): PopulationRow {
  const named = Object.entries(attributes).filter(([key]) => ALIAS.test(key)).flatMap(([, value]) => (Array.isArray(value) ? value : [value])).filter((value) => typeof value === "string" && value !== "");
  const image = attributes["imageId"] ?? attributes["image"];
  const scaling = tags["aws:autoscaling:groupName"] ?? null;
  const group = scaling !== null ? `scaling group ${scaling}` : typeof image === "string" && image !== "" ? `image ${image}` : null;
  return { id, name, aliases: [externalId, ...(named as string[])].slice(0, ALIASES_MAX), group, from: createdAt === null ? firstSeenAt : new Date(createdAt), until: goneAt };
}

/**
 * The columns with what each source says. A source whose last run was not complete leaves what it does not say unknown;
 * so do the logs that were received here, since one source may carry the lines of many machines.
 */
export function columnsOf(coverage: readonly Reached[], runs: readonly LastRun[], logSources: readonly { name: string; lastSeenAt: Date }[], lists: readonly (ColumnSource & { readAt: Date })[] = [], looks: readonly Look[] = []): (Omit<Column, "sources"> & { sources: readonly Source[] })[] {
  return COLUMNS.map(({ id, label }) => {
    const own = new Map<string, Source & { sightings: Sighting[] }>();
    for (const row of coverage.filter(({ via }) => via === id)) {
      const key = `${row.connectionId} ${row.collector}`;
      const run = runs.find((one) => one.connectionId === row.connectionId && one.collector === row.collector);
      const source = own.get(key) ?? { name: row.connectionName, complete: run?.completeness === "complete", sightings: [], connectionId: row.connectionId, collector: row.collector, looks: looks.filter((one) => one.connectionId === row.connectionId && one.collector === row.collector).map(({ endedAt }) => endedAt) };
      source.sightings.push({ resource: row.resource, seenAt: row.seenAt, covered: row.state === "unknown" ? null : row.state === "covered", goneAt: row.goneAt ?? undefined });
      own.set(key, source);
    }
    const received: Source[] = id !== "logs" || logSources.length === 0 ? [] : [{ name: "Logs received here", complete: false, connectionId: null, collector: null, sightings: logSources.map(({ name, lastSeenAt }) => ({ resource: name, seenAt: lastSeenAt, covered: true })) }];
    return { id, label, silentAfterMs: SILENT_AFTER_MS[id], sources: [...own.values(), ...received, ...(id === "list" ? lists.map((list) => ({ ...list, connectionId: null, collector: null })) : [])] };
  });
}

/** What a source's word is worth: how its last run ended, and when. */
export function worthOf({ connectionId, collector, readAt }: Source, runs: readonly LastRun[]): { completeness: string; readAt: Date | null } {
  if (readAt !== undefined) return { completeness: "list", readAt };
  const run = runs.find((one) => one.connectionId === connectionId && one.collector === collector);
  return connectionId === null ? { completeness: "received", readAt: null } : { completeness: run?.completeness ?? "never", readAt: run?.endedAt ?? null };
}
