import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing, type Listing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { DOMAINS, readLibraryControl, type LibraryList, type LibraryRow } from "#lib/controls/index.ts";
import type { FrameworkName } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { permissionsOf } from "../[control]/control-permissions.ts";
import { adoptControlsAction } from "../actions.ts";
import { AdoptForm } from "./adopt-form.tsx";
import { LibraryPanel } from "./library-panel.tsx";
import { libraryFilter, libraryList, SHOWN } from "./library-list.ts";

export const metadata: Metadata = { title: "Control library" };

const FORM = "library";

type Place = { path: string; query: Query };
type Filter = ReturnType<typeof libraryFilter>;
type Library = Listing<LibraryRow, LibraryList & { frameworks: FrameworkName[] }>;

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = libraryFilter(query);
  const place = { path: `/${org}/controls/library`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(libraryList, context, { org, query, zone: organization.timeZone });
    const list = listing.page;
    const may = permissionsOf(context);
    const shown = list.rows.find((row) => row.code === query["panel"]);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: "Library" }]}
        facts={[{ kind: "next", label: "Next to act", value: may.adopt ? "You, to choose" : "An administrator, to choose" }, { kind: "sees", label: "Visible to", value: "Administrators and compliance managers" }]}
      >
        <PageTitle title="Control library" note={`${list.total} controls, ${list.adopted} adopted`} />
        <p className="max-w-[70ch] text-muted text-pretty">Controls that are written already: what to do, how it is tested, what an auditor asks for. What you adopt becomes your own and starts with nothing collected.</p>
        <Filters place={place} filter={filter} listing={listing} />
        <Adoption org={org} zone={organization.timeZone} today={dayOf(context.clock.now(), organization.timeZone)} may={may.adopt}>
          <ListTable
            listing={listing}
            rowHref={(row) => hrefWith(place.path, query, { panel: row.code })}
            currentId={shown?.code}
            select={may.adopt ? { form: FORM, label: (row) => `Choose ${row.code}`, can: (row) => !row.adopted } : undefined}
            empty={<NoMatch path={place.path} all={list.adopted === list.total && filter.show === "open"} />}
          />
        </Adoption>
        {shown === undefined ? null : <LibraryPanel page={await readLibraryControl(context, { code: shown.code })} org={org} {...neighbours(list, shown.code, place)} />}
      </PageFrame>
    );
  });
}

/** The table inside the form that adopts, for those who may; else the table alone. */
function Adoption({ org, zone, today, may, children }: { org: string; zone: string; today: string; may: boolean; children: React.ReactNode }) {
  if (!may) return children;
  return <AdoptForm id={FORM} action={adoptControlsAction.bind(null, org)} controlsHref={`/${org}/controls`} today={today} zone={zone}>{children}</AdoptForm>;
}

function NoMatch({ path, all }: { path: string; all: boolean }) {
  if (all) return <EmptyState kind="done" title="Everything is adopted" action={<LinkButton href={path}>Show the whole library</LinkButton>}>Each control of the library is your organization’s own already.</EmptyState>;
  return <EmptyState kind="no_result" title="No control matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. The library holds other controls.</EmptyState>;
}

function neighbours(list: LibraryList, code: string, { path, query }: Place) {
  const at = list.rows.findIndex((row) => row.code === code);
  const panelOf = (index: number): string | undefined => (list.rows[index] === undefined ? undefined : hrefWith(path, query, { panel: list.rows[index].code }));
  return { closeHref: hrefWith(path, query, { panel: null }), previousHref: panelOf(at - 1), nextHref: panelOf(at + 1) };
}

function Filters({ place: { path, query }, filter, listing }: { place: Place; filter: Filter; listing: Library }) {
  const { frameworks } = listing.page;
  const option = (label: string, name: string, value: string | null, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: value, panel: null }), current });
  return (
    <FilterBar>
      <SearchField label="Find code or title" />
      <FilterMenu label="Framework" options={[option("Any framework", "framework", null, filter.framework === undefined), ...frameworks.map((one) => option(nameOf(one), "framework", one.key, filter.framework === one.key))]} />
      <FilterMenu label="Domain" options={[option("Any domain", "domain", null, filter.domain === undefined), ...Object.entries(DOMAINS).map(([key, label]) => option(label, "domain", key, filter.domain === key))]} />
      <FilterMenu label="Show" options={[option("All controls", "show", null, filter.show === undefined), ...Object.entries(SHOWN).map(([key, label]) => option(label, "show", key, filter.show === key))]} />
      <FilterEnd><FilterChips chips={chipsOf({ path, query }, filter, frameworks)} clearHref={path} /><ListTools listing={listing} /></FilterEnd>
    </FilterBar>
  );
}

function nameOf(framework: FrameworkName): string {
  return `${framework.name} ${framework.edition}`;
}

function chipsOf({ path, query }: Place, filter: Filter, frameworks: readonly FrameworkName[]): FilterChip[] {
  const chip = (field: string, operator: string, value: string, name: string): FilterChip => ({ field, operator, value, removeHref: hrefWith(path, query, { [name]: null, panel: null }) });
  const framework = frameworks.find((one) => one.key === filter.framework);
  return [
    ...(filter.framework === undefined ? [] : [chip("Framework", "is", framework === undefined ? filter.framework : nameOf(framework), "framework")]),
    ...(filter.domain === undefined ? [] : [chip("Domain", "is", DOMAINS[filter.domain], "domain")]),
    ...(filter.show === undefined ? [] : [chip("Show", "only", SHOWN[filter.show].toLowerCase(), "show")]),
    ...(filter.text === undefined ? [] : [chip("Code or title", "contains", filter.text, "q")]),
  ];
}
