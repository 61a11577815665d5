import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { packetList } from "#app/_packet/packet-list.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Packets" };

export default async function AuditorPacketsPage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const listing = await openListing(packetList, context, { org: id, query, zone: engagement.timeZone, portal: true });
    await noteVisit(context, { viewed: "packet_list" });
    const path = `/auditor/${id}/packets`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Packets" }]} facts={portalFacts(engagement, "You, to download")}>
        <PageTitle title="Packets" term={<Term word="packet" helpHref={`/auditor/${id}/help`} />} note="sealed for this engagement" />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/${row.id}`}
          empty={<EmptyState kind="first" title="No packet was sealed for the engagement yet">A packet holds everything about a control and a period, with a hash of every file. You verify it offline, with tools of your own.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
