// The population against what watches it: each resource in each column, whether it is seen there, and since when not.
// A left join from the population: what a tool does not report is a row here, never an absence.

/** A resource of the population. */
export type PopulationRow = {
  id: string;
  name: string;
  /** Every other name it goes by: ids, ARNs, host names, addresses. */
  aliases: readonly string[];
  /** Its scaling group or image, such as `scaling group web`, under which it is told when it lives shortly; null when it stands for itself. */
  group: string | null;
  from: Date;
  /** When it was gone; null while it is there. */
  until: Date | null;
};

/** What one source says that it sees. */
export type Sighting = { resource: string; seenAt: Date; covered: boolean | null; /** When the source had it no more; it then speaks of what is gone alone. */ goneAt?: Date | undefined };

/** One of the ways a column is known by: a connection's collector, the log sources. */
export type ColumnSource = {
  name: string;
  /** Whether what it does not say is not there: its last run was complete. */
  complete: boolean;
  sightings: readonly Sighting[];
  /** When it looked, completely, lately: what lived between two looks it could not see. */
  looks?: readonly Date[] | undefined;
};

export type Column = { id: string; label: string; /** After how long without a sign something counts as silent. */ silentAfterMs: number; sources: readonly ColumnSource[] };

/**
 * `covered`: seen within the time. `silent`: seen once, not any more. `missing`: a complete source does not know it.
 * `unknown`: no source, or none that was complete, could tell. Unknown is never good.
 */
export type CellState = "covered" | "silent" | "missing" | "unknown";

export type Cell = {
  state: CellState;
  /** Since when it is so; null when that is not known. */
  since: Date | null;
  /** The sources that saw it, or that would have had to. */
  by: readonly string[];
};

export type ReconciledRow = { id: string; name: string; /** Ids of the resources that it tells of: one, or those of a group. */ of: readonly string[]; members: number; cells: Readonly<Record<string, Cell & { covered: number }>> };

export type Reconciliation = {
  rows: readonly ReconciledRow[];
  /** Of each column, how many resources stand how. */
  counts: Readonly<Record<string, Readonly<Record<CellState, number>>>>;
  /** What a source reports and the population does not have. */
  strangers: readonly { column: string; source: string; resource: string; seenAt: Date }[];
};

export type ReconcileParts = {
  population: readonly PopulationRow[];
  columns: readonly Column[];
  at: Date;
  /** Members of a group that live shorter are told as the group. */
  ephemeralBelowMs: number;
};

/**
 * Holds everything that watches against the population as it was at an instant, with what lived shortly and went in the time
 * before that: it is in no listing of the instant, and was there.
 */
export function reconcile({ population, columns, at, ephemeralBelowMs }: ReconcileParts): Reconciliation {
  const isBrief = ({ from, until }: PopulationRow): boolean => until !== null && until <= at && at.getTime() - until.getTime() < ephemeralBelowMs && until.getTime() - from.getTime() < ephemeralBelowMs;
  const present = population.filter((row) => row.from <= at && (row.until === null || row.until > at || isBrief(row)));
  const strangers: { column: string; source: string; resource: string; seenAt: Date }[] = [];
  const seen = seenBy(columns, present.filter((row) => !isBrief(row)), present.filter(isBrief), at, strangers);
  const judged = present.map((row) => ({ row, cells: cellsOf(row, columns, seen, at) }));
  const counts = Object.fromEntries(columns.map(({ id }) => [id, { covered: 0, silent: 0, missing: 0, unknown: 0 } as Record<CellState, number>]));
  for (const { cells } of judged) for (const { id } of columns) counts[id]![cells[id]!.state] += 1;
  return { rows: foldEphemeral(judged, ephemeralBelowMs), counts, strangers: eachOnce(strangers) };
}

/** A name that a source reports in several ways (by each metric, say) is one name, last seen when it was seen last. */
function eachOnce(strangers: Reconciliation["strangers"]): Reconciliation["strangers"] {
  const once = new Map<string, Reconciliation["strangers"][number]>();
  for (const one of strangers) {
    const key = JSON.stringify([one.column, one.source, one.resource]);
    const before = once.get(key);
    if (before === undefined || before.seenAt < one.seenAt) once.set(key, one);
  }
  return [...once.values()];
}

type Seen = { source: ColumnSource; sighting: Sighting };
type Cells = Record<string, Cell & { covered: number }>;
type Judged = { row: PopulationRow; cells: Cells };
type SeenBy = ReadonlyMap<string, ReadonlyMap<string, Seen[]>>;

/** What each column saw of which resource. The names go with this function: they are most of what matching takes up. */
function seenBy(columns: readonly Column[], there: readonly PopulationRow[], gone: readonly PopulationRow[], at: Date, strangers: { column: string; source: string; resource: string; seenAt: Date }[]): SeenBy {
  // Addresses are given to others when a machine is gone: what is there has its names before what was.
  const names = [indexNames(there), indexNames(gone)] as const;
  return new Map(columns.map((column) => [column.id, sightingsOf(column, names, at, strangers)]));
}

function cellsOf(row: PopulationRow, columns: readonly Column[], seen: SeenBy, at: Date): Cells {
  const cells: Cells = {};
  for (const column of columns) {
    const { state, since, by } = judgeCell(row, column, seen.get(column.id)?.get(row.id) ?? [], at);
    cells[column.id] = { state, since, by, covered: state === "covered" ? 1 : 0 };
  }
  return cells;
}

/** The keys that a name is found by: itself, the last part of an ARN or path, a host without its port; then the host's first label. */
export function keysOf(name: string): { exact: string[]; short: string | null } {
  const text = name.trim().toLowerCase();
  const tail = text.startsWith("arn:") ? text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1) : text;
  const host = /^(?:https?:\/\/)?(\[[0-9a-f:]+\]|[^/:]+)(?::\d+)?(?:\/.*)?$/.exec(text)?.[1]?.replace(/^\[|\]$/g, "") ?? null;
  const exact = [...new Set([text, tail, ...(host === null || text.startsWith("arn:") ? [] : [host])])].filter((key) => key !== "");
  const label = host !== null && !text.startsWith("arn:") && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) && !/^[\d.]+$/.test(host) ? host.slice(0, host.indexOf(".")) : null;
  return { exact, short: label };
}

type Names = { exact: Map<string, string | null>; short: Map<string, string | null> };

/** A name that two resources share leads to neither. */
export function indexNames(population: readonly PopulationRow[]): Names {
  const index: Names = { exact: new Map(), short: new Map() };
  const put = (map: Map<string, string | null>, key: string, id: string): void => void map.set(key, map.has(key) && map.get(key) !== id ? null : id);
  for (const { id, name, aliases } of population) {
    for (const alias of [id, name, ...aliases]) {
      const { exact, short } = keysOf(alias);
      for (const key of exact) put(index.exact, key, id);
      if (short !== null) put(index.short, short, id);
    }
  }
  return index;
}

/** The one that a name leads to; null where it leads to none, or to several. */
export function findByName({ exact, short }: Names, name: string): string | null {
  const keys = keysOf(name);
  for (const key of keys.exact) if (exact.has(key)) return exact.get(key) ?? null;
  for (const key of [...keys.exact, ...(keys.short === null ? [] : [keys.short])]) {
    const found = exact.get(key) ?? short.get(key);
    if (found != null) return found;
  }
  return null;
}

function sightingsOf(column: Column, [there, gone]: readonly [Names, Names], at: Date, strangers: { column: string; source: string; resource: string; seenAt: Date }[]): Map<string, Seen[]> {
  const found = new Map<string, Seen[]>();
  for (const source of column.sources) {
    for (const sighting of source.sightings) {
      if (sighting.seenAt > at) continue;
      const id = sighting.goneAt === undefined ? (findByName(there, sighting.resource) ?? findByName(gone, sighting.resource)) : findByName(gone, sighting.resource);
      if (id === null && sighting.goneAt !== undefined) continue;
      if (id === null) strangers.push({ column: column.id, source: source.name, resource: sighting.resource, seenAt: sighting.seenAt });
      else {
        const before = found.get(id);
        if (before === undefined) found.set(id, [{ source, sighting }]);
        else before.push({ source, sighting });
      }
    }
  }
  return found;
}

function judgeCell(row: PopulationRow, { silentAfterMs, sources }: Column, seen: readonly Seen[], at: Date): Cell {
  const good = seen.filter(({ sighting }) => sighting.covered === true);
  const gone = row.until !== null && row.until <= at ? row.until : null;
  // Of what is gone, that it was seen while it was there; nobody reports it any more.
  if (gone !== null && good.length > 0) return { state: "covered", since: null, by: namesOf(good) };
  const fresh = good.filter(({ sighting }) => at.getTime() - sighting.seenAt.getTime() <= silentAfterMs);
  if (fresh.length > 0) return { state: "covered", since: null, by: namesOf(fresh) };
  if (good.length > 0) return { state: "silent", since: latest(good), by: namesOf(good) };
  const refused = seen.filter(({ sighting }) => sighting.covered === false);
  if (refused.length > 0) return { state: "missing", since: row.from, by: namesOf(refused) };
  const complete = sources.filter((source) => source.complete && (gone === null || (source.looks ?? []).some((look) => look >= row.from && look <= gone)));
  if (complete.length > 0 && complete.length === sources.length && seen.length === 0) return { state: "missing", since: row.from, by: complete.map(({ name }) => name) };
  return { state: "unknown", since: null, by: sources.map(({ name }) => name) };
}

const namesOf = (seen: readonly Seen[]): string[] => [...new Set(seen.map(({ source }) => source.name))];
const latest = (seen: readonly Seen[]): Date => new Date(Math.max(...seen.map(({ sighting }) => sighting.seenAt.getTime())));

const GROUP = "group ";
const WORST: readonly CellState[] = ["missing", "silent", "unknown", "covered"];

/** What lives shortly is told by its group: as the worst of its members, with how many are covered. */
function foldEphemeral(judged: readonly Judged[], below: number): ReconciledRow[] {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const { row } = one;
    const brief = row.group !== null && row.until !== null && row.until.getTime() - row.from.getTime() < below;
    const key = brief ? `${GROUP}${row.group ?? ""}` : row.id;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, members]) => {
    const [first] = members;
    return { id: key, name: key.startsWith(GROUP) ? first?.row.group ?? key : first?.row.name ?? key, of: members.map((one) => one.row.id), members: members.length, cells: members.length === 1 && first !== undefined ? first.cells : worstOf(members) };
  });
}

/** Each column as the worst of the members stands there, with how many are covered. */
function worstOf(members: readonly Judged[]): Cells {
  const cells = Object.keys(members[0]?.cells ?? {}).map((id) => {
    const all = members.map((one) => one.cells[id]!);
    const worst = WORST.map((state) => all.find((cell) => cell.state === state)).find((cell) => cell !== undefined)!;
    return [id, { ...worst, covered: all.filter(({ state }) => state === "covered").length }] as const;
  });
  return Object.fromEntries(cells);
}
