import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { listDelegations } from "#lib/delegation/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { declareAbsenceAction, endDelegationAction } from "../actions.ts";
import { DelegationTable } from "../delegation-table.tsx";
import { EndForm } from "../end-form.tsx";
import { peopleToChoose } from "../people-to-choose.ts";
import { AwayForm } from "./away-form.tsx";

export const metadata: Metadata = { title: "Away and delegated" };

export default async function AwayPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const { timeZone, today, given, received, choices } = await listDelegations(context, {});
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "My work", href: `/${org}/my-work` }, { label: "Away and delegated" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You" }, { kind: "sees", label: "Visible to", value: "You, the other person, and administrators" }]}
      >
        <PageTitle title="Away and delegated" note="What falls to you stays yours; somebody else does it for some days" />
        <Section title="You are away" flush={false}>
          <AwayForm action={declareAbsenceAction.bind(null, org)} people={peopleToChoose(choices)} today={today} timeZone={timeZone} />
        </Section>
        <Section title="You gave to others" count={given.length === 0 ? undefined : given.length}>
          <EndForm id="given" action={endDelegationAction.bind(null, org)} act="Take back">
            <DelegationTable caption="What you gave to others" rows={given} side="given" form="given" empty={<EmptyState kind="done" title="You gave nothing to anybody">Select tasks in My work to give them to somebody for some days.</EmptyState>} />
          </EndForm>
        </Section>
        <Section title="You stand in" count={received.length === 0 ? undefined : received.length}>
          <EndForm id="received" action={endDelegationAction.bind(null, org)} act="Hand back">
            <DelegationTable caption="What you do in others’ stead" rows={received} side="received" form="received" empty={<EmptyState kind="done" title="You stand in for nobody">Work that others give you for some days appears in My work by itself.</EmptyState>} />
          </EndForm>
        </Section>
      </PageFrame>
    );
  });
}
