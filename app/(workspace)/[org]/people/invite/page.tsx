import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { ROLE_ORDER, ROLE_WORDS } from "#lib/people/client.ts";
import { invitePeopleAction, previewInvitationsAction } from "../actions.ts";
import { mayManagePeople } from "../may-manage.ts";
import { InviteForm } from "./invite-form.tsx";

export const metadata: Metadata = { title: "Invite people" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People", href: `/${org}/people` }, { label: "Invite people" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="Invite people" />
        {mayManagePeople(context) ? (
          <>
            <p className="mt-1 max-w-[64ch] text-muted">Each person gets a link of their own, which works once and for 14 days. Nobody is a member before accepting.</p>
            <InviteForm
              check={previewInvitationsAction.bind(null, org)}
              invite={invitePeopleAction.bind(null, org)}
              path={`/${org}/people`}
              roles={ROLE_ORDER.map((role) => ({ value: role, label: `${ROLE_WORDS[role].label}: ${ROLE_WORDS[role].does}` }))}
            />
          </>
        ) : (
          <EmptyState kind="no_permission" title="Only administrators invite people">Ask one of them: the list of people shows who they are.</EmptyState>
        )}
      </PageFrame>
    );
  });
}
