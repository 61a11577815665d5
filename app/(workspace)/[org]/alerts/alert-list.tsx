import Link from "next/link";
import type { ReactNode } from "react";
import { Term } from "#app/_help/term.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { Page } from "#lib/access/index.ts";
import { ALERT_SOURCES, SEVERITIES, SEVERITY_WORDS, SOURCE_WORDS, timeLeft, VENDOR_STATE_WORDS, VERDICT_WORDS, type AlertVerdict } from "#lib/alerts/client.ts";
import { COUNTED_ALERTS, type AlertCounts, type AlertRow } from "#lib/alerts/index.ts";
import { LOG_HEALTH_DAYS, type LogHealth } from "#lib/logs/index.ts";
import type { AlertQuery } from "./alert-query.ts";

/** Where the screen stands: addresses, zone and clock. */
export type Place = { org: string; path: string; query: Query; zone: string; now: Date };

type Props = {
  place: Place;
  list: AlertQuery["list"];
  page: Page<AlertRow>;
  /** The newest judged ones, under those to judge. */
  below: Page<AlertRow> | null;
  counts: AlertCounts;
  health: LogHealth;
  /** Connections that have fed the queue. */
  feeding: readonly { id: string; name: string }[];
  chosenId: string | undefined;
  tools: ReactNode;
};

/** The left side of triage: what is to judge by deadline, and what was judged last. */
export function AlertList({ place, list, page, below, counts, health, feeding, chosenId, tools }: Props) {
  const { path, query } = place;
  const judging = list.view === "to_judge";
  return (
    <section className="triage-list" aria-label="Alerts">
      <header className="triage-head">
        <div className="page-heading">
          <h1>Alerts <span className="font-normal text-muted">{shown(counts.toJudge)} to judge{counts.overdue === 0 ? "" : `, ${shown(counts.overdue)} past the deadline`}</span></h1>
          <Term word="alert" helpHref={`/${place.org}/help`} />
        </div>
        <FilterBar>
          <SearchField label="Find number, rule or entity" />
          <FilterMenu
            label="State"
            options={[
              { label: "To judge", href: hrefWith(path, query, { view: null, verdict: null, alert: null }), current: judging },
              { label: "Judged", href: hrefWith(path, query, { view: "judged", status: null, alert: null }), current: !judging },
            ]}
          />
          <FilterMenu
            label="Severity"
            options={[
              { label: "Any severity", href: hrefWith(path, query, { severity: null, alert: null }), current: list.severity === undefined },
              ...SEVERITIES.map((value) => ({ label: SEVERITY_WORDS[value], href: hrefWith(path, query, { severity: value, alert: null }), current: list.severity === value })),
            ]}
          />
          <SourceFilter place={place} list={list} feeding={feeding} />
          <FilterChips chips={chipsOf(place, list, feeding)} clearHref={path} />
          <FilterEnd>{tools}</FilterEnd>
        </FilterBar>
      </header>
      <PopulationNote health={health} org={place.org} />
      <Rows title={judging ? "To judge, by deadline" : "Judged, newest first"} aside={judging ? "Acknowledge in" : "Verdict"} rows={page.rows} place={place} chosenId={chosenId} empty={<NoRows list={list} path={path} />} />
      {page.nextCursor === null ? null : <p className="triage-more"><Link className="link" href={hrefWith(path, query, { after: page.nextCursor, alert: null })}>Next page</Link></p>}
      {below === null || below.rows.length === 0 ? null : (
        <Rows
          title="Judged last"
          aside={<Link className="link" href={hrefWith(path, query, { view: "judged", status: null, alert: null })}>All judged</Link>}
          rows={below.rows}
          place={place}
          chosenId={chosenId}
          empty={null}
        />
      )}
    </section>
  );
}

/** All alerts, those of rules, of vendors, or of one connection; there is no choice before a vendor has brought any. */
function SourceFilter({ place: { path, query }, list, feeding }: Pick<Props, "place" | "list" | "feeding">) {
  if (feeding.length === 0) return null;
  const to = (source: string | null, connection: string | null) => hrefWith(path, query, { source, connection, alert: null });
  return (
    <FilterMenu
      label="Source"
      options={[
        { label: "Any source", href: to(null, null), current: list.source === undefined && list.connection === undefined },
        ...ALERT_SOURCES.map((value) => ({ label: SOURCE_WORDS[value], href: to(value, null), current: list.source === value })),
        ...feeding.map(({ id, name }) => ({ label: name, href: to(null, id), current: list.connection === id })),
      ]}
    />
  );
}

/** Counted up to a bound: beyond it, "or more" is what is known. */
function shown(count: number): string {
  return count >= COUNTED_ALERTS ? `${numberText(COUNTED_ALERTS)} or more` : String(count);
}

function Rows({ title, aside, rows, place, chosenId, empty }: { title: string; aside: ReactNode; rows: readonly AlertRow[]; place: Place; chosenId: string | undefined; empty: ReactNode }) {
  return (
    <>
      <h2 className="triage-rows-head"><span>{title}</span><span>{aside}</span></h2>
      {rows.length === 0 ? empty : (
        <ul className="triage-rows">
          {rows.map((row) => <Row key={row.id} row={row} place={place} chosen={row.id === chosenId} />)}
        </ul>
      )}
    </>
  );
}

function Row({ row, place, chosen }: { row: AlertRow; place: Place; chosen: boolean }) {
  const { path, query, zone, now } = place;
  return (
    <li>
      <Link href={hrefWith(path, { ...query, after: query["after"] ?? undefined }, { alert: row.id, ...(query["after"] === undefined ? {} : { after: query["after"] }), lines: null })} className="triage-row row-link" aria-current={chosen ? "true" : undefined} data-judged={row.verdict !== null || undefined}>
        <Severity level={row.severity} bare />
        <span className="triage-title">{row.title}</span>
        <span className="triage-entity">{row.entity}{row.connection === null ? null : <span className="text-muted">, from {row.connection}{row.vendorState === null || row.vendorState === "open" ? "" : `: ${VENDOR_STATE_WORDS[row.vendorState].toLowerCase()}`}</span>}</span>
        <span className="triage-seen"><Timestamp at={row.lastEventAt} zone={zone} show="day" /></span>
        <span className="triage-state">{row.verdict === null ? <Deadline row={row} now={now} /> : <VerdictWord verdict={row.verdict} />}</span>
      </Link>
    </li>
  );
}

function Deadline({ row, now }: { row: AlertRow; now: Date }) {
  if (row.acknowledgedAt !== null) return <span className="text-muted">{row.assignee ?? "taken"}</span>;
  const late = row.acknowledgeBy < now;
  return <strong className={late ? "font-semibold text-critical" : "font-semibold"}>{timeLeft(row.acknowledgeBy, now)}</strong>;
}

/** A verdict: a judgement, so never green. */
export function VerdictWord({ verdict }: { verdict: AlertVerdict }) {
  const glyph = verdict === "incident" ? "review" : verdict === "false_positive" ? "na" : "tick";
  return <span className="inline-flex items-center gap-1.5"><Glyph name={glyph} tone={verdict === "incident" ? "info" : "inert"} />{VERDICT_WORDS[verdict]}</span>;
}

/** What the list cannot show, said in place: segments that were not read to their end, lines that nobody understood. */
function PopulationNote({ health, org }: { health: LogHealth; org: string }) {
  const { reading, failed, partial, lines, unparsedLines } = health;
  const segments = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${count} ${count === 1 ? `segment ${one}` : `segments ${many}`}`]);
  const parts = [
    ...segments(reading, "is still being read", "are still being read"),
    ...segments(failed, "could not be read", "could not be read"),
    ...segments(partial, "was read in part", "were read in part"),
    ...(unparsedLines === 0 ? [] : [`${numberText(unparsedLines)} of ${numberText(lines)} lines were not understood`]),
  ];
  if (parts.length === 0) return null;
  const isPartial = reading + failed + partial > 0;
  return (
    <Banner tone={isPartial ? "fault" : "inert"} title={isPartial ? "Population partial" : "What rules could not read"} action={<Link className="link" href={`/${org}/logs`}>Logs</Link>}>
      Of the last {LOG_HEALTH_DAYS} days: {parts.join("; ")}.
    </Banner>
  );
}

function NoRows({ list, path }: { list: AlertQuery["list"]; path: string }) {
  const filtered = [list.severity, list.status, list.verdict, list.rule, list.entity, list.segment, list.source, list.connection, list.text].some((value) => value !== undefined);
  if (filtered) return <EmptyState kind="no_result" title="No alert matches" action={<Link className="link" href={path}>Clear the filters</Link>}>The filters above leave nothing.</EmptyState>;
  if (list.view === "judged") return <EmptyState kind="first" title="Nothing judged yet">Verdicts appear here with their reasons.</EmptyState>;
  return <EmptyState kind="done" title="Nothing to judge">Every alert so far has a verdict.</EmptyState>;
}

function chipsOf({ path, query }: Place, list: AlertQuery["list"], feeding: Props["feeding"]): FilterChip[] {
  const chip = (field: string, name: string, value: string | undefined): FilterChip[] =>
    value === undefined ? [] : [{ field, operator: "is", value, removeHref: hrefWith(path, query, { [name]: null, alert: null }) }];
  return [
    ...chip("Severity", "severity", list.severity === undefined ? undefined : SEVERITY_WORDS[list.severity]),
    ...chip("Status", "status", list.status),
    ...chip("Verdict", "verdict", list.verdict === undefined ? undefined : VERDICT_WORDS[list.verdict]),
    ...chip("Rule", "rule", list.rule),
    ...chip("Entity", "entity", list.entity),
    ...chip("Segment", "segment", list.segment),
    ...chip("Source", "source", list.source === undefined ? undefined : SOURCE_WORDS[list.source]),
    ...chip("Connection", "connection", list.connection === undefined ? undefined : (feeding.find(({ id }) => id === list.connection)?.name ?? "none that fed the queue")),
    ...chip("Text", "q", list.text),
  ];
}
