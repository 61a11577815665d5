import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Section } from "#app/_ui/section.tsx";
import { readFirstWeek } from "#lib/first-week/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listOwners, type OwnedControl } from "#lib/ownership/index.ts";
import { inviteOwnerAction, nameOwnerAction, settleOwnerAction, settleStepAction } from "../actions.ts";
import { ExpectedOwners } from "./expected-owners.tsx";
import { OwnersForm } from "./owners-form.tsx";

export const metadata: Metadata = { title: "Owners" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const { controls, members, placeholders } = await listOwners(context, {});
    const owned = controls.filter((one) => one.owner !== null && !one.owner.left).length;
    const settle = settleStepAction.bind(null, org);
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step="owners"
        lead="One person answers for each control and sees to its evidence. Somebody who is no member yet can be named too: what waits for them is theirs once they accept."
        later={<SettleForm action={settle} fields={{ step: "owners", state: "put_off" }}>Leave for later</SettleForm>}
      >
        {controls.length === 0 ? (
          <div className="mt-6"><EmptyState kind="first" title="There is no control to own" action={<LinkButton href={`/${org}/first-week/controls`}>Choose controls</LinkButton>}>Owners are named for controls, so those come first.</EmptyState></div>
        ) : (
          <>
            {placeholders.length === 0 ? null : <ExpectedOwners people={placeholders} members={members} invite={inviteOwnerAction.bind(null, org)} settle={settleOwnerAction.bind(null, org)} />}
            <Section title="Controls" count={`${owned} of ${controls.length} have an owner`} flush={false}>
              <OwnersForm
                action={nameOwnerAction.bind(null, org)}
                members={members.map((one) => ({ value: one.id, label: `${one.name}, ${one.email}` }))}
                controls={controls.map((one) => ({ id: one.controlId, code: one.code, title: one.title, note: noteOf(one), owned: one.owner !== null && !one.owner.left }))}
              />
            </Section>
          </>
        )}
        <div className="mt-6"><SettleForm action={settle} fields={{ step: "owners", state: "done" }} kind={owned < controls.length ? "secondary" : "primary"}>Go on to readiness</SettleForm></div>
      </FirstWeekFrame>
    );
  });
}

function noteOf({ owner, ownerTeam, requests, unowned }: OwnedControl): string {
  const who = owner === null ? `nobody yet; the library suggests ${ownerTeam}` : `${owner.name}${owner.left ? " (has left)" : owner.placeholderId === null ? "" : " (not a member yet)"}`;
  const rest = requests === 0 ? "" : unowned === 0 ? `, ${requests} ${requests === 1 ? "request" : "requests"}` : `, ${unowned} of ${requests} requests without anybody`;
  return `${who}${rest}`;
}
