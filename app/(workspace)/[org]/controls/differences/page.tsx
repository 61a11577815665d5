import type { Metadata } from "next";
import { driftFilter, driftList } from "#app/_drift/drift-list.ts";
import { CAUSE_WORDS } from "#app/_drift/drift-words.ts";
import { SettleDifferences } from "#app/_drift/settle-differences.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { DRIFT_CAUSES } from "#lib/drift/client.ts";
import type { DriftList, DriftRow } from "#lib/drift/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { settleDifferencesAction } from "./actions.ts";

export const metadata: Metadata = { title: "Differences" };

const FORM = "differences";
const SOURCES = { library: "Library", folder: "Folder" } as const;

export default async function DifferencesPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/controls/differences`;
  const filter = driftFilter(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(driftList, context, { org, query, zone: organization.timeZone });
    const { rows, total, undecided } = listing.page;
    const filtered = Object.values(filter).some((value) => value !== undefined);
    const select = { form: FORM, label: (row: DriftRow) => `${row.code}, ${SOURCES[row.source]}`, can: (row: DriftRow) => row.undecided > 0 };
    const decidable = rows.some((row) => row.undecided > 0);
    const table = <ListTable listing={listing} rowHref={(row) => `${path}/${row.code}?source=${row.source}`} {...(decidable ? { select } : {})} empty={<Nothing filtered={filtered} path={path} org={org} />} />;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: "Differences" }]}
        facts={[
          { kind: "next", label: "Next to act", value: undecided > 0 ? `You, on ${undecided}` : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "what is recorded, never what differs from it" },
        ]}
      >
        <PageTitle title="Differences" note={`${total} ${filtered ? "match" : total === 1 ? "control differs" : "controls differ"}`} />
        <p className="mt-1 max-w-[70ch] text-muted text-pretty">Controls that say otherwise than the library from which they were taken, or than the folder of files that was last exported, imported or compared. Your own wording of a library’s control is no difference until the library changes the same place.</p>
        <Filters path={path} query={query} filter={filter} page={listing.page} tools={<ListTools listing={listing} />} />
        {decidable ? <SettleDifferences id={FORM} action={settleDifferencesAction.bind(null, org)}>{table}</SettleDifferences> : table}
      </PageFrame>
    );
  });
}

function Nothing({ filtered, path, org }: { filtered: boolean; path: string; org: string }) {
  return filtered
    ? <EmptyState kind="no_result" title="No difference matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing.</EmptyState>
    : <EmptyState kind="done" title="Nothing differs" action={<LinkButton href={`/${org}/controls`}>Open the controls</LinkButton>}>Your controls say what the library said when you took them, but for your own wording. A folder of files is compared once it was exported: npx tickmark controls export.</EmptyState>;
}

type FilterProps = { path: string; query: Query; filter: ReturnType<typeof driftFilter>; page: DriftList; tools: React.ReactNode };

function Filters({ path, query, filter, page, tools }: FilterProps) {
  return (
    <FilterBar>
      <SearchField label="Search code or title" />
      <FilterMenu
        label="Compared with"
        options={[
          { label: "Library and folder", href: hrefWith(path, query, { source: null }), current: filter.source === undefined },
          ...page.sources.map(({ source, count }) => ({ label: SOURCES[source], href: hrefWith(path, query, { source }), current: filter.source === source, count })),
        ]}
      />
      <FilterMenu
        label="Changed"
        options={[
          { label: "By whomever", href: hrefWith(path, query, { changed: null }), current: filter.cause === undefined },
          ...DRIFT_CAUSES.map((cause) => ({ label: `${CAUSE_WORDS[cause].charAt(0).toUpperCase()}${CAUSE_WORDS[cause].slice(1)}`, href: hrefWith(path, query, { changed: cause }), current: filter.cause === cause })),
        ]}
      />
      <FilterEnd>{tools}</FilterEnd>
    </FilterBar>
  );
}
