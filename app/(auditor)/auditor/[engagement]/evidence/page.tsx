import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { evidenceFilter, evidenceList } from "#app/_evidence/evidence-list.ts";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { SourceKind } from "#prisma/generated/enums.ts";

export const metadata: Metadata = { title: "Evidence" };

export default async function AuditorEvidencePage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  const filter = evidenceFilter(query);
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const listing = await openListing(evidenceList, context, { org: id, query, zone: engagement.timeZone, portal: true });
    await noteVisit(context, { viewed: "evidence_list" });
    const path = `/auditor/${id}/evidence`;
    const filtered = filter.controlCode !== undefined || filter.sourceKind !== undefined || filter.text !== undefined;
    const option = (label: string, name: string, value: string | null, current: boolean) => ({ label, href: hrefWith(path, query, { [name]: value }), current });
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Evidence" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Evidence" term={<Term word="evidence" helpHref={`/auditor/${id}/help`} />} note="accepted, of the engagement’s controls and period" />
        <FilterBar>
          <SearchField label="Find number, title, file or address" />
          <FilterMenu label="Control" options={[option("Any control", "control", null, filter.controlCode === undefined), ...engagement.controls.map((control) => option(control.code, "control", control.code, filter.controlCode === control.code))]} />
          <FilterMenu label="Source" options={[option("Any source", "source", null, filter.sourceKind === undefined), ...Object.values(SourceKind).map((kind) => option(SOURCE_KIND_WORDS[kind], "source", kind, filter.sourceKind === kind))]} />
          <FilterEnd><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/EV-${row.number}`}
          empty={filtered
            ? <EmptyState kind="no_result" title="No evidence matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Other evidence may exist.</EmptyState>
            : <EmptyState kind="first" title="Nothing was accepted for the period yet">Evidence appears here once the organization has accepted it.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
