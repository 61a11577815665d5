import Link from "next/link";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { ScheduleRow } from "#lib/packets/index.ts";
import { pauseScheduleAction, resumeScheduleAction } from "../actions.ts";
import { FREQUENCY_WORDS } from "./frequency-words.ts";
import { ScheduleSwitch } from "./schedule-switch.tsx";

const column = columnsOf<ScheduleRow>();
const RECIPIENTS_SHOWN = 2;

/** Schedules: of which control, when, for whom. */
export function scheduleColumns(org: string, path: string) {
  return column.columns([
    column.accessor((row) => `${row.controlCode} ${row.controlTitle}`, { id: "controlTitle", header: "Control", enableSorting: false, cell: ({ row }) => <Link className="link" href={`${path}/${row.original.id}`}><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</Link>, meta: { rowHeader: true } }),
    column.accessor((row) => `${FREQUENCY_WORDS[row.frequency].runs}, ${String(row.hour).padStart(2, "0")}:00 in ${row.timeZone}`, { id: "frequency", header: "When", enableSorting: false, meta: { width: 248, wrap: true, narrow: "full" } }),
    column.accessor((row) => row.engagementName ?? "ourselves", { id: "engagementName", header: "Made for", enableSorting: false, meta: { width: 128, muted: true, narrow: "left" } }),
    column.accessor((row) => row.recipients.map((one) => one.name).join(", ") || "nobody", { id: "recipients", header: "Recipients", enableSorting: false, cell: ({ row }) => recipientsText(row.original.recipients), meta: { wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor((row) => (row.pausedAt === null ? row.nextRunAt : "Paused"), { id: "nextRunAt", header: "Next run", enableSorting: false, cell: ({ row }) => <NextRun row={row.original} />, meta: { width: 148, align: "right", narrow: "right" } }),
    column.display({ id: "act", header: "Act", cell: ({ row }) => <ScheduleSwitch scheduleId={row.original.id} paused={row.original.pausedAt !== null} what={row.original.controlCode} {...switchActions(org, row.original.pausedAt === null)} />, meta: { width: 108, align: "right", narrow: "right", narrowLabel: false } }),
  ]);
}

/** What the switch does, and what takes that back. */
function switchActions(org: string, running: boolean) {
  const [pause, resume] = [pauseScheduleAction.bind(null, org), resumeScheduleAction.bind(null, org)];
  return running ? { action: pause, opposite: resume } : { action: resume, opposite: pause };
}

function NextRun({ row }: { row: ScheduleRow }) {
  return row.pausedAt === null ? <Timestamp at={row.nextRunAt} zone={row.timeZone} /> : <StatusInline status="disabled" word="Paused" />;
}

function recipientsText(recipients: ScheduleRow["recipients"]): string {
  if (recipients.length === 0) return "nobody";
  const names = recipients.slice(0, RECIPIENTS_SHOWN).map((one) => one.name).join(", ");
  return recipients.length > RECIPIENTS_SHOWN ? `${names} and ${recipients.length - RECIPIENTS_SHOWN} more` : names;
}
