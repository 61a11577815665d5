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
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import type { EntryRow } from "#lib/audit-trail/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listPeople } from "#lib/people/index.ts";
import { actionWords, subjectWords } from "./entry-words.ts";
import { TrailFilterForm } from "./trail-filter-form.tsx";
import { trailFilter, type TrailFilter } from "./trail-filter.ts";
import { trailList } from "./trail-list.ts";

export const metadata: Metadata = { title: "Audit trail" };

/** Most people offered in the filter; others are found through their own page. */
const PEOPLE_OFFERED = 200;

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const filter = trailFilter(query);
  const path = `/${org}/audit-trail`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(trailList, context, { org, query, zone: organization.timeZone });
    const people = await listPeople(context, { size: PEOPLE_OFFERED });
    const chips = chipsOf(path, filter, listing.page.rows);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Audit trail" }]}
        facts={[{ kind: "next", label: "Next to act", value: "Nobody: it is a record" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Audit trail" term={<Term word="audit trail" helpHref={`/${org}/help`} />} note="who did what in Tickmark, newest first; nothing in it can be changed" />
        <TrailFilterForm path={path} filter={filter} people={people.rows.map(({ id, name }) => ({ value: id, label: name }))} />
        <FilterBar><FilterChips chips={chips} clearHref={path} /><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          empty={
            <EmptyState kind="no_result" title="No entry matches" action={<LinkButton href={path}>Show everything</LinkButton>}>
              Nothing was done that fits all of: {chips.map((chip) => `${chip.field.toLowerCase()} ${chip.operator} ${chip.value}`).join("; ") || "this address"}.
            </EmptyState>
          }
        />
      </PageFrame>
    );
  });
}

function chipsOf(path: string, filter: TrailFilter, rows: readonly EntryRow[]): FilterChip[] {
  const without = (...names: string[]) => hrefWith(path, filter, Object.fromEntries(names.map((name) => [name, null])));
  const chips: FilterChip[] = [];
  if (filter.actor !== undefined) {
    const name = rows.find((row) => row.actorId === filter.actor)?.actorName ?? filter.actor;
    chips.push({ field: "Who", operator: "is", value: name, removeHref: without("actor") });
  }
  if (filter.action !== undefined) chips.push({ field: "Act", operator: "is", value: actionWords(filter.action), removeHref: without("action") });
  if (filter.subject !== undefined) chips.push({ field: "Subject", operator: "is", value: `${subjectWords(filter.kind ?? "record")} ${filter.subject}`, removeHref: without("subject", "kind") });
  else if (filter.kind !== undefined) chips.push({ field: "Subject", operator: "is a", value: subjectWords(filter.kind), removeHref: without("kind") });
  if (filter.from !== undefined) chips.push({ field: "Day", operator: "from", value: filter.from, removeHref: without("from") });
  if (filter.to !== undefined) chips.push({ field: "Day", operator: "to", value: filter.to, removeHref: without("to") });
  return chips;
}
