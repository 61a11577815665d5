import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { SCAN_STATUSES } from "#lib/logs/client.ts";
import { listSources, LOG_HEALTH_DAYS, readLogHealth, type LogHealth, type SegmentRow, type SourceRow } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { counted, SEGMENT_STATE_WORDS, shown } from "./segment-state.tsx";
import { segmentFilter, segmentList } from "./segment-list.ts";

export const metadata: Metadata = { title: "Logs" };

type Place = { path: string; query: Query };
type Filter = ReturnType<typeof segmentFilter>;

export default async function LogsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = segmentFilter(query);
  const place = { path: `/${org}/logs`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(segmentList, context, { org, query, zone: organization.timeZone });
    const sources = await listSources(context, { pageSize: 200 });
    const health = await readLogHealth(context, {});
    const mayImport = context.actor.kind === "member" && roleHolds(context.actor.role, "logs.import");
    const chips = chipsOf(place, filter, sources.rows);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Logs" }]}
        facts={[
          { kind: "period", label: `Lines of ${LOG_HEALTH_DAYS} days`, value: healthText(health) },
          { kind: "next", label: "Next to act", value: nextText(health) },
          { kind: "sees", label: "Auditor sees", value: "what is accepted as evidence" },
        ]}
      >
        <PageTitle
          title="Logs"
          term={<Term word="segment" helpHref={`/${org}/help`} />}
          note="Log files as they were received, unchanged, each read by the detection rules"
          actions={mayImport ? <LinkButton kind="primary" href={`${place.path}/new`}>Import a log</LinkButton> : undefined}
        />
        {health.failed === 0 ? null : (
          <Banner tone="fault" title={`${counted(health.failed, "segment")} could not be read to the end.`} action={<LinkButton href={hrefWith(place.path, {}, { state: "failed" })}>Show them</LinkButton>}>
            What they hold beyond that point has not been watched.
          </Banner>
        )}
        <Filters place={place} filter={filter} sources={sources.rows} chips={chips} listing={listing} />
        <ListTable
          listing={listing}
          rowHref={(row) => `${place.path}/${row.id}`}
          empty={<Empty path={place.path} filtered={chips.length > 0} mayImport={mayImport} />}
        />
      </PageFrame>
    );
  });
}

function healthText(health: LogHealth): string {
  if (health.segments === 0) return "none received";
  return `${shown(health.lines - health.unparsedLines)} of ${shown(health.lines)} understood`;
}

function nextText({ failed, reading }: LogHealth): string {
  if (failed > 0) return `Security, ${shown(failed)} failed`;
  return reading > 0 ? `Tickmark, ${shown(reading)} to read` : "Nobody";
}

function Empty({ path, filtered, mayImport }: { path: string; filtered: boolean; mayImport: boolean }) {
  if (filtered) return <EmptyState kind="no_result" title="No segment matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other segments may exist.</EmptyState>;
  return (
    <EmptyState kind="first" title="No log was received yet" action={mayImport ? <LinkButton href={`${path}/new`}>Import a log</LinkButton> : undefined}>
      A log file is kept as a segment, by its hash, and read line by line. What the rules find becomes an alert that somebody judges; an auditor follows each back to its lines.
    </EmptyState>
  );
}

function Filters({ place: { path, query }, filter, sources, chips, listing }: { place: Place; filter: Filter; sources: readonly SourceRow[]; chips: readonly FilterChip[]; listing: Listing<SegmentRow, object> }) {
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  return (
    <FilterBar>
      <FilterMenu label="Source" options={[any("Any source", "source", filter.sourceId === undefined), ...sources.map(({ id, name, segments }) => ({ label: name, count: segments, href: hrefWith(path, query, { source: id }), current: filter.sourceId === id }))]} />
      <FilterMenu label="State" options={[any("Any state", "state", filter.status === undefined), ...SCAN_STATUSES.map((status) => ({ label: SEGMENT_STATE_WORDS[status], href: hrefWith(path, query, { state: status }), current: filter.status === status }))]} />
      <FilterEnd><FilterChips chips={chips} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}

function chipsOf({ path, query }: Place, filter: Filter, sources: readonly SourceRow[]): FilterChip[] {
  const chip = (field: string, value: string, name: string): FilterChip => ({ field, operator: "is", value, removeHref: hrefWith(path, query, { [name]: null }) });
  return [
    ...(filter.sourceId === undefined ? [] : [chip("Source", sources.find((one) => one.id === filter.sourceId)?.name ?? "not in the list", "source")]),
    ...(filter.status === undefined ? [] : [chip("State", SEGMENT_STATE_WORDS[filter.status], "state")]),
  ];
}
