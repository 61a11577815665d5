import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { listSchedules, type ScheduleRow } from "#lib/packets/index.ts";
import { pauseScheduleAction, resumeScheduleAction } from "../actions.ts";
import { FREQUENCY_WORDS } from "./frequency-words.ts";
import { ScheduleSwitch } from "./schedule-switch.tsx";

export const metadata: Metadata = { title: "Packet schedules" };

export default async function SchedulesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const schedules = await listSchedules(context, {});
    const path = `/${org}/packets/schedules`;
    const next = schedules.find((one) => one.pausedAt === null);
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
        <ScheduleTable org={org} rows={schedules} path={path} />
      </PageFrame>
    );
  });
}

function ScheduleTable({ org, rows, path }: { org: string; rows: readonly ScheduleRow[]; path: string }) {
  const column = columnsOf<ScheduleRow>();
  const columns = column.columns([
    column.accessor("controlTitle", { header: "Control", enableSorting: false, cell: ({ row }) => <Link className="link" href={`${path}/${row.original.id}`}><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</Link>, meta: { rowHeader: true } }),
    column.accessor("frequency", { header: "When", enableSorting: false, cell: ({ row }) => `${FREQUENCY_WORDS[row.original.frequency].runs}, ${String(row.original.hour).padStart(2, "0")}:00 in ${row.original.timeZone}`, meta: { width: 248, wrap: true, narrow: "full" } }),
    column.accessor("engagementName", { header: "Made for", enableSorting: false, cell: (cell) => cell.getValue() ?? "ourselves", meta: { width: 128, muted: true, narrow: "left" } }),
    column.accessor("recipients", { header: "Recipients", enableSorting: false, cell: (cell) => recipientsText(cell.getValue()), meta: { wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor("nextRunAt", { header: "Next run", enableSorting: false, cell: ({ row }) => (row.original.pausedAt === null ? <Timestamp at={row.original.nextRunAt} zone={row.original.timeZone} /> : <StatusInline status="disabled" word="Paused" />), meta: { width: 148, align: "right", narrow: "right" } }),
    column.display({ id: "act", header: "Act", cell: ({ row }) => <ScheduleSwitch scheduleId={row.original.id} paused={row.original.pausedAt !== null} what={row.original.controlCode} {...switchActions(org, row.original.pausedAt === null)} />, meta: { width: 108, align: "right", narrow: "right", narrowLabel: false } }),
  ]);
  return (
    <DataTable
      caption="Schedules" columns={columns} rows={rows} rowId={(row) => row.id}
      empty={<EmptyState kind="first" title="Nothing is scheduled" action={<LinkButton kind="primary" href={`${path}/new`}>Schedule packets</LinkButton>}>A schedule makes a packet when a week, month or quarter is over, and mails its recipients a link. An auditor who reads along finds gaps while they can still be closed.</EmptyState>}
    />
  );
}

/** What the switch does, and what takes that back. */
function switchActions(org: string, running: boolean) {
  const [pause, resume] = [pauseScheduleAction.bind(null, org), resumeScheduleAction.bind(null, org)];
  return running ? { action: pause, opposite: resume } : { action: resume, opposite: pause };
}

function recipientsText(recipients: ScheduleRow["recipients"]): string {
  if (recipients.length === 0) return "nobody";
  const names = recipients.slice(0, 2).map((one) => one.name).join(", ");
  return recipients.length > 2 ? `${names} and ${recipients.length - 2} more` : names;
}
