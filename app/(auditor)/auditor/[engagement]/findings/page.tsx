import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { findingList } from "#app/_finding/finding-list.ts";
import { Term } from "#app/_help/term.tsx";
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

export const metadata: Metadata = { title: "Findings" };

export default async function AuditorFindingsPage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const listing = await openListing(findingList, context, { org: id, query, zone: engagement.timeZone, portal: true });
    await noteVisit(context, { viewed: "finding_list" });
    const path = `/auditor/${id}/findings`;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Findings" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Findings" term={<Term word="finding" helpHref={`/auditor/${id}/help`} />} note="shared with auditors, of this engagement’s controls, there within its period" />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/${row.id}`}
          empty={<EmptyState kind="first" title="No finding is shared with you">The organization decides which findings it shares. That none is listed does not prove that there was none.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
