import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTable } from "#app/_list/list-table.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar, FilterEnd } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { PeopleTabs } from "../people-tabs.tsx";
import { INVITATION_STATE_WORDS, INVITATION_STATES, invitationList, invitationState } from "./invitation-list.ts";

export const metadata: Metadata = { title: "Invitations" };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const status = invitationState(query);
  const path = `/${org}/people/invitations`;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const listing = await openListing(invitationList, context, { org, query, zone: organization.timeZone });
    const { pending } = listing.page;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People", href: `/${org}/people` }, { label: "Invitations" }]}
        facts={[{ kind: "next", label: "Next to act", value: pending === 0 ? "Nobody" : "Those invited" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="Invitations" actions={<LinkButton kind="primary" href={`/${org}/people/invite`}>Invite people</LinkButton>} />
        <PeopleTabs path={`/${org}/people`} current="invitations" open={pending} manages />
        <FilterBar>
          <FilterMenu label={`Show: ${INVITATION_STATE_WORDS[status]}`} options={INVITATION_STATES.map((one) => ({ label: INVITATION_STATE_WORDS[one], href: hrefWith(path, query, { show: one === "open" ? null : one }), current: one === status }))} />
          <FilterEnd><ListTools listing={listing} /></FilterEnd>
        </FilterBar>
        <ListTable
          listing={listing}
          empty={
            status === "open" ? (
              <EmptyState kind="done" title="Nobody is expected" action={<LinkButton href={`/${org}/people/invite`}>Invite people</LinkButton>}>Everybody who was invited has answered.</EmptyState>
            ) : (
              <EmptyState kind="no_result" title={status === "accepted" ? "Nobody has accepted yet" : "No invitation was withdrawn"}>Invitations stay here with how they ended.</EmptyState>
            )
          }
        />
      </PageFrame>
    );
  });
}
