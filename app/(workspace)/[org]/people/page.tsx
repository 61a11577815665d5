import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { ROLE_ORDER, ROLE_WORDS } from "#lib/people/client.ts";
import type { PeoplePage } from "#lib/people/index.ts";
import { PeopleTabs } from "./people-tabs.tsx";
import { peopleFilter, peopleList } from "./people-list.ts";
import { mayManagePeople } from "./may-manage.ts";

export const metadata: Metadata = { title: "People" };

type Place = { path: string; query: Query };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = peopleFilter(query);
  const place = { path: `/${org}/people`, query };
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(peopleList, context, { org, query, zone: organization.timeZone });
    const { counts } = listing.page;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People" }]}
        facts={[{ kind: "next", label: "Next to act", value: "Nobody" }, { kind: "sees", label: "Visible to", value: "Everyone but employees and auditors" }]}
      >
        <PageTitle
          title="People"
          term={<Term word="role" helpHref={`/${org}/help`} />}
          note={`${numberText(total)} in ${organization.name}`}
          actions={mayManagePeople(context) ? <LinkButton kind="primary" href={`${place.path}/invite`}>Invite people</LinkButton> : undefined}
        />
        <PeopleTabs path={place.path} current="people" manages={mayManagePeople(context)} />
        <FilterBar>
          <SearchField label="Find name or e-mail" />
          <RoleMenu place={place} counts={counts} current={filter.role} />
          <FilterMenu
            label="Show"
            options={[
              { label: "Present people", href: hrefWith(place.path, query, { show: null }), current: !filter.removed },
              { label: "Removed people", href: hrefWith(place.path, query, { show: "removed" }), current: filter.removed },
            ]}
          />
          <FilterEnd><FilterChips chips={chipsOf(place, filter)} clearHref={place.path} /><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          start="first"
          rowHref={(row) => `${place.path}/${row.id}`}
          empty={
            <EmptyState kind="no_result" title={filter.removed ? "Nobody was removed" : "Nobody matches"} action={<LinkButton href={place.path}>Show everybody present</LinkButton>}>
              {filter.removed ? "People who were removed stay here with what they did." : "No person has this role, name or e-mail."}
            </EmptyState>
          }
        />
      </PageFrame>
    );
  });
}

function RoleMenu({ place: { path, query }, counts, current }: { place: Place; counts: PeoplePage["counts"]; current: string | undefined }) {
  const option = (role: (typeof ROLE_ORDER)[number]) => ({
    label: ROLE_WORDS[role].label,
    href: hrefWith(path, query, { role }),
    current: current === role,
    count: counts[role] ?? 0,
  });
  return <FilterMenu label="Role" options={[{ label: "Any role", href: hrefWith(path, query, { role: null }), current: current === undefined }, ...ROLE_ORDER.map(option)]} />;
}

function chipsOf({ path, query }: Place, filter: ReturnType<typeof peopleFilter>): FilterChip[] {
  const chips: FilterChip[] = [];
  if (filter.role !== undefined) chips.push({ field: "Role", operator: "is", value: ROLE_WORDS[filter.role].label, removeHref: hrefWith(path, query, { role: null }) });
  if (filter.text !== undefined) chips.push({ field: "Name or e-mail", operator: "contains", value: filter.text, removeHref: hrefWith(path, query, { q: null }) });
  if (filter.removed) chips.push({ field: "Person", operator: "is", value: "removed", removeHref: hrefWith(path, query, { show: null }) });
  return chips;
}
