import type { Metadata } from "next";
import { CRITICALITY_WORDS } from "#app/_control/criticality-words.ts";
import type { ControlRow } from "#app/_control/control-columns.tsx";
import { controlFilter, controlList } from "#app/_control/control-list.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { keptDay, pastOf, type Past } from "#app/_past/past.ts";
import { controlsSinceThen } from "#app/_past/since-then.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { segmentOf } from "#app/_ui/strip-segment.ts";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { StatusCounts } from "#app/_control/status-counts.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { CRITICALITIES, type ControlList } from "#lib/controls/index.ts";
import { countDrift } from "#lib/drift/index.ts";
import { listFrameworkNames } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { statusFacts } from "#lib/status/index.ts";
import { permissionsOf } from "./[control]/control-permissions.ts";

export const metadata: Metadata = { title: "Controls" };

type Place = { path: string; query: Query };
type Filter = ReturnType<typeof controlFilter>;

export default async function ControlsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = controlFilter(query);
  const place = { path: `/${org}/controls`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(controlList, context, { org, query, zone: organization.timeZone });
    const list = listing.page;
    const names = new Map((await listFrameworkNames(context, {})).map((one) => [one.key, `${one.name} ${one.edition}`]));
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    const kept = keptDay(past);
    const may = permissionsOf(context);
    const drift = may.manage && past === undefined && list.total > 0 ? await countDrift(context, {}) : { library: 0, folder: 0 };
    const moved = drift.library + drift.folder;
    const waiting = list.rows.filter((row) => row.awaitingReview > 0).length;
    const filtered = Object.values(filter).some((value) => value !== undefined);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls" }]}
        facts={[
          { kind: "period", label: "Status at", value: <Timestamp at={list.asOf.effectiveAt} zone={organization.timeZone} /> },
          { kind: "next", label: "Next to act", value: past !== undefined ? "Nobody: this is the past" : waiting > 0 ? `Reviewer, for ${waiting} ${waiting === 1 ? "control" : "controls"} here` : "The owners of what is not proven" },
          { kind: "sees", label: "Auditor sees", value: "the controls of the engagement" },
        ]}
      >
        <PageTitle title="Controls" term={<Term word="control" helpHref={`/${org}/help`} />} note={`${list.total} ${filtered ? "match" : past === undefined ? "in force" : "in force then"}`} actions={may.manage && past === undefined && (filtered || list.total > 0) ? <>{may.adopt ? <LinkButton href={`${place.path}/import`}>Import</LinkButton> : null}<LinkButton href={`${place.path}/drafts`}>Drafts</LinkButton><LinkButton href={`${place.path}/differences`}>{moved === 0 ? "Differences" : `Differences (${moved})`}</LinkButton><LinkButton href={`${place.path}/library`}>Library</LinkButton></> : undefined} />
        <PastBar path={place.path} query={query} past={past} now={now} zone={organization.timeZone} changes={list.since === null ? undefined : controlsSinceThen(list.since)} />
        <StatusCounts label="Controls by status" segments={list.counts.map(({ status, count }) => segmentOf(status, count))} noun="control" />
        <Filters place={place} filter={filter} listing={listing} names={names} past={past} />
        <ListTable
          listing={listing}
          start="first"
          rowHref={(row) => hrefWith(`${place.path}/${row.code}`, {}, kept)}
          empty={
            filtered ? (
              <EmptyState kind="no_result" title="No control matches" action={<LinkButton href={hrefWith(place.path, {}, kept)}>Clear the filters</LinkButton>}>The filters above leave nothing. Other controls exist.</EmptyState>
            ) : past !== undefined ? (
              <EmptyState kind="no_result" title="No control was in force then" action={<LinkButton href={place.path}>Back to today</LinkButton>}>Nothing that is known by the switch above had taken effect on that day.</EmptyState>
            ) : (
              <EmptyState kind="first" title="No control is adopted yet" {...(may.manage ? { action: <LinkButton kind="primary" href={`${place.path}/library`}>Open the library</LinkButton> } : {})}>A control says what the organization does, and which requirement it answers. An auditor tests controls one by one. The library holds controls that are written already, with what an auditor asks for each.</EmptyState>
            )
          }
        />
      </PageFrame>
    );
  });
}

function Filters({ place: { path, query }, filter, listing, names, past }: { place: Place; filter: Filter; listing: Listing<ControlRow, ControlList>; names: ReadonlyMap<string, string>; past: Past | undefined }) {
  const list = listing.page;
  const any = (label: string, name: string, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: null }), current });
  return (
    <FilterBar>
      <SearchField label="Find code or title" />
      <FilterMenu label="Framework" options={[any("Any framework", "framework", filter.framework === undefined), ...list.frameworkKeys.map((key) => ({ label: names.get(key) ?? key, href: hrefWith(path, query, { framework: key }), current: filter.framework === key }))]} />
      <FilterMenu label="Owner" options={[any("Any owner", "owner", filter.ownerTeam === undefined), ...list.ownerTeams.map((team) => ({ label: team, href: hrefWith(path, query, { owner: team }), current: filter.ownerTeam === team }))]} />
      <FilterMenu label="Process owner" options={[any("Any process owner", "process", filter.processOwner === undefined), ...list.processOwners.map((team) => ({ label: team, href: hrefWith(path, query, { process: team }), current: filter.processOwner === team }))]} />
      <FilterMenu label="Criticality" options={[any("Any criticality", "criticality", filter.criticality === undefined), ...CRITICALITIES.toReversed().map((one) => ({ label: CRITICALITY_WORDS[one], href: hrefWith(path, query, { criticality: one }), current: filter.criticality === one }))]} />
      <FilterMenu label="In force" options={[any("In force", "retired", filter.retired === undefined), { label: "Retired", href: hrefWith(path, query, { retired: "yes" }), current: filter.retired === true }]} />
      <FilterMenu label="Status" options={[any("Any status", "status", filter.status === undefined), ...list.counts.map(({ status, count }) => ({ label: statusFacts(status).word, href: hrefWith(path, query, { status }), current: filter.status === status, count }))]} />
      <FilterEnd><FilterChips chips={chipsOf({ path, query }, filter, names)} clearHref={hrefWith(path, {}, keptDay(past))} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}

function chipsOf({ path, query }: Place, filter: Filter, names: ReadonlyMap<string, string>): FilterChip[] {
  const chip = (field: string, operator: string, value: string, name: string): FilterChip => ({ field, operator, value, removeHref: hrefWith(path, query, { [name]: null }) });
  return [
    ...(filter.framework === undefined ? [] : [chip("Framework", "is", names.get(filter.framework) ?? filter.framework, "framework")]),
    ...(filter.ownerTeam === undefined ? [] : [chip("Owner", "is", filter.ownerTeam, "owner")]),
    ...(filter.processOwner === undefined ? [] : [chip("Process owner", "is", filter.processOwner, "process")]),
    ...(filter.criticality === undefined ? [] : [chip("Criticality", "is", CRITICALITY_WORDS[filter.criticality], "criticality")]),
    ...(filter.retired === undefined ? [] : [chip("Retired", "is", "yes", "retired")]),
    ...(filter.status === undefined ? [] : [chip("Status", "is", statusFacts(filter.status).word, "status")]),
    ...(filter.text === undefined ? [] : [chip("Code or title", "contains", filter.text, "q")]),
  ];
}
