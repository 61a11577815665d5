import type { Metadata } from "next";
import { StatusCounts } from "#app/_control/status-counts.tsx";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { occurrenceList } from "#app/_occurrence/occurrence-list.ts";
import { populationSegments } from "#app/_occurrence/population-counts.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { keptDay, pastOf } from "#app/_past/past.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Occurrences" };

export default async function AuditorOccurrencesPage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const listing = await openListing(occurrenceList, context, { org: id, query, zone: engagement.timeZone, portal: true });
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    await noteVisit(context, { viewed: "control_list" });
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Occurrences" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Occurrences" note="The population of each control that is performed by the calendar" />
        <PastBar path={listing.place.path} query={query} past={past} now={now} zone={organization.timeZone} first={engagement.firstDay} />
        <StatusCounts label="Occurrences by how they ended" segments={populationSegments(listing.page.counts)} noun="expected" nouns="expected" />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing} rowHref={(row) => hrefWith(`/auditor/${id}/controls/${row.code}/occurrences/${row.firstDay}`, {}, keptDay(past))}
          empty={<EmptyState kind="no_result" title="No occurrence in the period">No control of the engagement is performed by the calendar within the period, or the filter leaves none.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
