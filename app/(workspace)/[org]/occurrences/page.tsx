import type { Metadata } from "next";
import { StatusCounts } from "#app/_control/status-counts.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { occurrenceFilter, occurrenceList } from "#app/_occurrence/occurrence-list.ts";
import { populationSegments } from "#app/_occurrence/population-counts.ts";
import { windowDays } from "#app/_occurrence/window-text.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { keptDay, pastOf } from "#app/_past/past.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterChips, type FilterChip } from "#app/_ui/filter-chips.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { OCCURRENCE_STATES, OCCURRENCE_WORDS } from "#lib/occurrences/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Occurrences" };

export default async function OccurrencesPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/occurrences`;
  const filter = occurrenceFilter(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(occurrenceList, context, { org, query, zone: organization.timeZone });
    const { counts, period } = listing.page;
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    const kept = keptDay(past);
    const filtered = filter.controlCode !== undefined || filter.state !== undefined || filter.period !== undefined;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Occurrences" }]}
        facts={[
          { kind: "period", label: "Windows of", value: windowDays(period) },
          { kind: "next", label: "Next to act", value: counts.notReviewed > 0 ? `Reviewers, of ${counts.notReviewed}` : "The owners of what is due" },
          { kind: "sees", label: "Auditor sees", value: "those of the engagement’s controls and period" },
        ]}
      >
        <PageTitle title="Occurrences" note="What periodic controls owe, and what was done" />
        <PastBar path={path} query={query} past={past} now={now} zone={organization.timeZone} />
        <StatusCounts label="Occurrences by how they ended" segments={populationSegments(counts)} noun="expected" nouns="expected" />
        <FilterBar>
          <FilterMenu
            label="Status"
            options={[
              { label: "Any status", href: hrefWith(path, query, { state: null }), current: filter.state === undefined },
              ...OCCURRENCE_STATES.map((state) => ({ label: OCCURRENCE_WORDS[state].word, href: hrefWith(path, query, { state }), current: filter.state === state })),
            ]}
          />
          <FilterEnd><FilterChips chips={chipsOf(path, query)} clearHref={hrefWith(path, {}, kept)} /><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => hrefWith(`/${org}/controls/${row.code}/occurrences/${row.firstDay}`, {}, kept)}
          empty={
            filtered ? (
              <EmptyState kind="no_result" title="No occurrence matches" action={<LinkButton href={hrefWith(path, {}, kept)}>Clear the filters</LinkButton>}>The filters above leave nothing. Others may exist.</EmptyState>
            ) : (
              <EmptyState kind="first" title="No control is performed by the calendar" action={<LinkButton href={`/${org}/controls`}>Look at controls</LinkButton>}>A manual control that is due each day, week, month, quarter or year owes one performance in each. They appear here by themselves, and an auditor samples from them.</EmptyState>
            )
          }
        />
      </PageFrame>
    );
  });
}

function chipsOf(path: string, query: Query): FilterChip[] {
  const { controlCode, state, period } = occurrenceFilter(query);
  return [
    ...(controlCode === undefined ? [] : [{ field: "Control", operator: "is", value: controlCode, removeHref: hrefWith(path, query, { control: null }) }]),
    ...(state === undefined ? [] : [{ field: "Status", operator: "is", value: OCCURRENCE_WORDS[state].word, removeHref: hrefWith(path, query, { state: null }) }]),
    ...(period === undefined ? [] : [{ field: "Last day", operator: "in", value: windowDays(period), removeHref: hrefWith(path, query, { from: null, to: null }) }]),
  ];
}
