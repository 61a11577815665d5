import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { listEngagements } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listSchedules } from "#lib/packets/index.ts";
import { changeScheduleAction } from "../../actions.ts";
import { engagementChoice } from "../engagement-choice.ts";
import { ScheduleForm } from "../schedule-form.tsx";

export const metadata: Metadata = { title: "Change schedule" };

export default async function SchedulePage({ params }: { params: Promise<{ org: string; schedule: string }> }) {
  const { org, schedule: scheduleId } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const schedule = (await listSchedules(context, {})).find((one) => one.id === scheduleId);
    if (schedule === undefined) notFound();
    const { id, engagementId, frequency, hour, timeZone, pausedAt } = schedule;
    // One whose period is over is offered only where it was chosen before.
    const engagements = (await listEngagements(context, {})).filter((one) => one.id === engagementId || one.standing.phase !== "ended");
    const path = `/${org}/packets`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Packets", href: path }, { label: "Schedules", href: `${path}/schedules` }, { label: schedule.controlCode }]}
        facts={[
          { kind: "period", label: "Next run", value: pausedAt === null ? <Timestamp at={schedule.nextRunAt} zone={timeZone} /> : "none: paused" },
          { kind: "next", label: "Next to act", value: pausedAt === null ? "Tickmark, by the clock" : "Nobody" },
          { kind: "sees", label: "Sent to", value: "the recipients you name" },
        ]}
      >
        <PageTitle title={`Schedule of ${schedule.controlCode}`} note="packets that it has made stay as they are" />
        <ScheduleForm
          action={changeScheduleAction.bind(null, org)}
          cancelHref={`${path}/schedules`}
          controls={[{ id: schedule.controlId, label: `${schedule.controlCode} ${schedule.controlTitle}` }]}
          changed={{ id, engagementId: engagementId ?? "", frequency, hour, people: schedule.people, recipients: schedule.recipients.map((one) => `${one.name} <${one.email}>`).join("\n") }}
          engagements={engagements.map((one) => engagementChoice(one))}
          timeZone={engagementId === null ? timeZone : organization.timeZone}
        />
      </PageFrame>
    );
  });
}
