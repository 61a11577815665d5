import type { Metadata } from "next";
import { controlList } from "#app/_control/control-list.ts";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { keptDay, pastOf } from "#app/_past/past.ts";
import { controlsSinceThen } from "#app/_past/since-then.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Controls" };

export default async function AuditorControlsPage({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const listing = await openListing(controlList, context, { org: id, query, zone: engagement.timeZone, portal: true });
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    await noteVisit(context, { viewed: "control_list" });
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Controls" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Controls" term={<Term word="control" helpHref={`/auditor/${id}/help`} />} note={`${listing.page.total} in the engagement`} />
        <PastBar path={listing.place.path} query={query} past={past} now={now} zone={organization.timeZone} first={engagement.firstDay} changes={listing.page.since === null ? undefined : controlsSinceThen(listing.page.since)} />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing} start="first" rowHref={(row) => hrefWith(`/auditor/${id}/controls/${row.code}`, {}, keptDay(past))}
          empty={<EmptyState kind="first" title={past === undefined ? "No control is in force" : "No control was in force then"}>{past === undefined ? "The controls of the engagement do not hold yet." : "Nothing that is known by the switch above had taken effect on that day."}</EmptyState>}
        />
      </PageFrame>
    );
  });
}
