import type { ReactNode } from "react";
import { domainName, matrixQuery, requirementList, SHOWN, type RequirementPage, type RequirementRow, type Shown } from "#app/_framework/requirement-list.ts";
import type { Listing } from "#app/_list/open-listing.ts";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import { statusFacts } from "#lib/status/index.ts";

type Props = { listing: Listing<RequirementRow, RequirementPage>; tools: ReactNode };

/** What the matrix shows: rows, controls, columns, and how many rows at once. */
export function MatrixFilters({ listing, tools }: Props) {
  const { page, place: { path, query } } = listing;
  const asked = matrixQuery(query);
  const to = (name: string, value: string | null): string => hrefWith(path, query, { [name]: value, cell: null });
  const any = (label: string, name: string, current: boolean) => ({ label, href: to(name, null), current });
  const columns = page.columnsBy === "domains" ? "By domain" : page.columnsBy === "controls" ? "By control" : `${page.columnsBy} controls`;
  return (
    <FilterBar>
      <SearchField label={`Find ${page.framework.itemLabelMany}`} />
      <FilterMenu label={SHOWN[asked.show]} options={(Object.keys(SHOWN) as Shown[]).map((one) => ({ label: SHOWN[one], href: to("show", one === "all" ? null : one), current: one === asked.show }))} />
      <FilterMenu label="Status" options={[any("Any status", "status", asked.status === undefined), ...page.statuses.map(({ status, count }) => ({ label: statusFacts(status).word, href: to("status", status), current: asked.status === status, count }))]} />
      <FilterMenu label="Owner" options={[any("Any owner", "owner", asked.ownerTeam === undefined), ...page.ownerTeams.map((team) => ({ label: team, href: to("owner", team), current: asked.ownerTeam === team }))]} />
      <FilterMenu label="Controls" options={[any("Controls of any domain", "domain", asked.domain === undefined), ...page.domains.map(({ key, controls }) => ({ label: domainName(key), href: to("domain", key), current: asked.domain === key, count: controls }))]} />
      <FilterMenu label={columns} options={[{ label: "By domain", href: to("columns", "domains"), current: page.columnsBy === "domains" }, ...page.domains.map(({ key, controls }) => ({ label: domainName(key), href: to("columns", key), current: page.columnsBy === key, count: controls }))]} />
      <FilterMenu label={asked.many ? "200 rows" : "50 rows"} options={[{ label: "50 rows", href: to("rows", null), current: !asked.many }, { label: "200 rows", href: to("rows", "200"), current: asked.many }]} />
      <FilterEnd><FilterChips chips={chipsOf(listing)} clearHref={hrefWith(path, {}, { asOf: query["asOf"] ?? null, known: query["known"] ?? null })} />{tools}</FilterEnd>
    </FilterBar>
  );
}

function chipsOf({ place: { path, query } }: Props["listing"]): FilterChip[] {
  const asked = matrixQuery(query);
  const chip = (name: string, value: string | undefined): FilterChip[] => {
    const filter = requirementList.filters[name];
    return value === undefined || filter === undefined ? [] : [{ field: filter.label, operator: filter.operator ?? "is", value: filter.word?.(value) ?? value, removeHref: hrefWith(path, query, { [name]: null, cell: null }) }];
  };
  return [...chip("status", asked.status), ...chip("owner", asked.ownerTeam), ...chip("domain", asked.domain), ...chip("q", asked.text)];
}
