import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { listEngagements } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { schedulePacketAction } from "../../actions.ts";
import { engagementChoice } from "../engagement-choice.ts";
import { ScheduleForm } from "../schedule-form.tsx";

export const metadata: Metadata = { title: "Schedule packets" };

export default async function NewSchedulePage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const { actor } = context;
    const may = actor.kind === "member" && roleHolds(actor.role, "packets.schedule");
    const controls = may ? await listControlNames(context, {}) : [];
    const engagements = may ? (await listEngagements(context, {})).filter((one) => one.standing.phase !== "ended") : [];
    const path = `/${org}/packets`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Packets", href: path }, { label: "Schedules", href: `${path}/schedules` }, { label: "Schedule packets" }]}
        facts={[
          { kind: "period", label: "Each packet is of", value: "the last whole week, month or quarter" },
          { kind: "next", label: "Next to act", value: "You, then Tickmark by the clock" },
          { kind: "sees", label: "Sent to", value: "the recipients you name" },
        ]}
      >
        <PageTitle title="Schedule packets" />
        {!may ? <EmptyState kind="no_permission" title="Your role does not schedule packets">A compliance manager or an administrator does.</EmptyState>
          : controls.length === 0 ? <EmptyState kind="first" title="No control is adopted yet">A packet is about a control. An administrator adopts the library at set-up.</EmptyState>
          : (
            <ScheduleForm
              action={schedulePacketAction.bind(null, org)}
              cancelHref={`${path}/schedules`}
              controls={controls.map((one) => ({ id: one.controlId, label: `${one.code} ${one.title}` }))}
              engagements={engagements.map((one) => engagementChoice(one))}
              timeZone={organization.timeZone}
            />
          )}
      </PageFrame>
    );
  });
}
