import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { listInvitations } from "#lib/people/index.ts";
import { makeLinkAction, resendInvitationAction, revokeInvitationAction } from "../actions.ts";
import { PeopleTabs } from "../people-tabs.tsx";
import { InvitationsTable } from "./invitations-table.tsx";

export const metadata: Metadata = { title: "Invitations" };

const STATUSES = ["open", "accepted", "revoked"] as const;
const LABELS: Record<(typeof STATUSES)[number], string> = { open: "Not answered", accepted: "Accepted", revoked: "Withdrawn" };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const status = STATUSES.find((one) => one === query["show"]) ?? "open";
  const cursor = typeof query["after"] === "string" ? query["after"] : undefined;
  const path = `/${org}/people/invitations`;
  return runPage(org, async (context) => {
    const [organization, page] = [await readOrganization(context, {}), await listInvitations(context, { status, cursor })];
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People", href: `/${org}/people` }, { label: "Invitations" }]}
        facts={[{ kind: "next", label: "Next to act", value: page.pending === 0 ? "Nobody" : "Those invited" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="Invitations" actions={<LinkButton kind="primary" href={`/${org}/people/invite`}>Invite people</LinkButton>} />
        <PeopleTabs path={`/${org}/people`} current="invitations" open={page.pending} />
        <FilterBar>
          <FilterMenu label={`Show: ${LABELS[status]}`} options={STATUSES.map((one) => ({ label: LABELS[one], href: hrefWith(path, query, { show: one === "open" ? null : one }), current: one === status }))} />
        </FilterBar>
        <InvitationsTable
          rows={page.rows}
          zone={organization.timeZone}
          acts={{ makeLink: makeLinkAction.bind(null, org), resend: resendInvitationAction.bind(null, org), revoke: revokeInvitationAction.bind(null, org) }}
          page={pagerOf(path, query, cursor, page.nextCursor)}
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

function pagerOf(path: string, query: Query, cursor: string | undefined, next: string | null) {
  if (cursor === undefined && next === null) return undefined;
  const first = <Link className="link" href={hrefWith(path, query, { after: null })}>Back to the newest</Link>;
  return { nextHref: next === null ? undefined : hrefWith(path, query, { after: next }), note: cursor === undefined ? undefined : first };
}
