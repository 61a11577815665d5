import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { incidentList } from "#app/_incident/incident-list.ts";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Incidents" };

export default async function AuditorIncidentsPage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const listing = await openListing(incidentList, context, { org: id, query, zone: engagement.timeZone, portal: true });
    await noteVisit(context, { viewed: "incident_list" });
    const path = `/auditor/${id}/incidents`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Incidents" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Incidents" term={<Term word="incident" helpHref={`/auditor/${id}/help`} />} note="declared within the period; entries shared with auditors" />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/${row.id}`}
          empty={<EmptyState kind="first" title="No incident was declared in the period">That none is listed does not prove that none happened. A packet shows which logs were read, and which were silent.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
