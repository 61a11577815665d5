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
import { formatDays } from "#app/_ui/format-time.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { engagementList } from "./engagement-list.ts";

export const metadata: Metadata = { title: "Engagements" };

export default async function EngagementsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(engagementList, context, { org, query: await searchParams, zone: organization.timeZone });
    const path = `/${org}/engagements`;
    const running = listing.page.rows.find((row) => row.standing.phase === "running");
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "engagements.manage");
    const create = may ? <LinkButton kind="primary" href={`${path}/new`}>Open engagement</LinkButton> : undefined;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Engagements" }]}
        facts={[
          { kind: "period", label: running === undefined ? "Period" : running.name, value: running === undefined ? "none runs now" : formatDays(running.firstDay, running.lastDay) },
          { kind: "next", label: "Next to act", value: running === undefined ? "Nobody" : `The owners, ${running.standing.daysToEnd} days left` },
          { kind: "sees", label: "Auditor sees", value: "the engagement that they are in" },
        ]}
      >
        <PageTitle title="Engagements" term={<Term word="engagement" helpHref={`/${org}/help`} />} note="one audit each" actions={create} />
        <FilterBar><FilterEnd><ListTools listing={listing} /></FilterEnd></FilterBar>
        <ListTable
          listing={listing}
          rowHref={(row) => `${path}/${row.id}`}
          empty={<EmptyState kind="first" title="No engagement yet" action={create}>An engagement is one audit: its controls, its period and its auditors. They see accepted evidence of those controls and days, and nothing else.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
