import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { scheduleList } from "./schedule-list.ts";

export const metadata: Metadata = { title: "Packet schedules" };

export default async function SchedulesPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(scheduleList, context, { org, query: await searchParams, zone: organization.timeZone });
    const path = `/${org}/packets/schedules`;
    const next = listing.page.rows.find((one) => one.pausedAt === null);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Packets", href: `/${org}/packets` }, { label: "Schedules" }]}
        facts={[
          { kind: "period", label: "Next run", value: next === undefined ? "none" : <Timestamp at={next.nextRunAt} zone={next.timeZone} /> },
          { kind: "next", label: "Next to act", value: next === undefined ? "Nobody" : "Tickmark, by the clock" },
          { kind: "sees", label: "Sent to", value: "the recipients of each" },
        ]}
      >
        <PageTitle title="Packet schedules" note="a packet of each whole week, month or quarter" actions={<LinkButton kind="primary" href={`${path}/new`}>Schedule packets</LinkButton>} />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          empty={<EmptyState kind="first" title="Nothing is scheduled" action={<LinkButton kind="primary" href={`${path}/new`}>Schedule packets</LinkButton>}>A schedule makes a packet when a week, month or quarter is over, and mails its recipients a link. An auditor who reads along finds gaps while they can still be closed.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
