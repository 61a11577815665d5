import Link from "next/link";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { hrefWith } from "#app/_ui/list-state.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timeline, type TimelineDay } from "#app/_ui/timeline.tsx";
import { alertName, VERDICT_WORDS } from "#lib/alerts/client.ts";
import { EARLIER_COUNTED, type AlertActionView, type AlertView, type InvolvedView } from "#lib/alerts/index.ts";
import { VerdictWord, type Place } from "./alert-list.tsx";

/** Who and what an alert is about, and what was judged of them before. */
export function InvolvedTable({ alert, place }: { alert: AlertView; place: Place }) {
  const column = columnsOf<InvolvedView>();
  const columns = column.columns([
    column.accessor("value", { header: "Who or what", enableSorting: false, meta: { rowHeader: true, mono: true } }),
    column.accessor("kind", { header: "Kind", enableSorting: false, meta: { width: 90, muted: true } }),
    column.accessor("earlierCount", {
      header: "Earlier alerts",
      enableSorting: false,
      cell: (cell) => {
        const count = cell.getValue();
        if (count === 0) return <span className="text-muted">none</span>;
        return <Link className="link" href={hrefWith(place.path, {}, { view: "judged", entity: cell.row.original.value })}>{count >= EARLIER_COUNTED ? `${EARLIER_COUNTED} or more` : count}</Link>;
      },
      meta: { width: 110, align: "right" },
    }),
    column.display({
      id: "last",
      header: "Last verdict",
      cell: ({ row }) => {
        const last = row.original.earlier[0];
        return last?.verdict == null ? <span className="text-muted">–</span> : <span className="inline-flex gap-2"><VerdictWord verdict={last.verdict} /><Link className="link font-mono text-xs" href={hrefWith(place.path, {}, { alert: last.id })}>{alertName(last.number)}</Link></span>;
      },
      meta: { width: 220 },
    }),
  ]);
  return (
    <Section title="Who and what is involved" count="earlier alerts and verdicts">
      <DataTable caption="Who and what is involved" columns={columns} rows={alert.involved} rowId={(row) => `${row.kind}-${row.value}`} empty={<p className="text-muted">The events name no address, account or host.</p>} />
    </Section>
  );
}

const ACTION_WORDS: Record<AlertActionView["kind"], string> = { acknowledged: "Acknowledged", assigned: "Assigned", commented: "Comment", judged: "Judged" };

/** What people did about an alert. */
export function AlertHistory({ alert, place }: { alert: AlertView; place: Place }) {
  if (alert.actions.length === 0) return null;
  const days = new Map<string, TimelineDay["entries"][number][]>();
  for (const action of [...alert.actions].reverse()) {
    const date = formatInstant(action.at, place.zone, "date");
    days.set(date, [...(days.get(date) ?? []), { id: action.id, time: formatInstant(action.at, place.zone, "clock"), iso: action.at.toISOString(), key: action.kind === "judged", body: <ActionBody action={action} />, actor: action.by }]);
  }
  return <Section title="What was done" count={alert.actions.length}><Timeline days={[...days].map(([date, entries]) => ({ date, entries }))} /></Section>;
}

function ActionBody({ action }: { action: AlertActionView }) {
  const said = action.text === "" ? null : <span className="whitespace-pre-line">: {action.text}</span>;
  if (action.kind === "judged" && action.verdict !== null) return <><strong>{VERDICT_WORDS[action.verdict]}</strong>{said}</>;
  if (action.kind === "assigned") return <>Assigned to {action.assignee ?? "nobody"}</>;
  return <>{ACTION_WORDS[action.kind]}{said}</>;
}
