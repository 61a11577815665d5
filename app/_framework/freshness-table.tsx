import { ShareOfDays } from "#app/_control/freshness-objective.tsx";
import { budgetText, objectiveWord, trendText } from "#app/_control/freshness-words.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { shortDayRange } from "#lib/evidence/client.ts";
import type { ControlFreshness } from "#lib/freshness/index.ts";

type Props = { controls: readonly ControlFreshness[]; hrefOf: (code: string) => string; mapHref: string | undefined };

/** Controls by how fresh their evidence has been, the furthest from the objective first. */
export function FreshnessTable({ controls, hrefOf, mapHref }: Props) {
  const column = columnsOf<ControlFreshness>();
  const columns = column.columns([
    column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 92, mono: true, narrow: "left" } }),
    column.accessor("title", { header: "Control", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
    column.display({ id: "standing", header: "Objective", cell: ({ row }) => <Standing row={row.original} />, meta: { width: 158, narrow: "full" } }),
    column.display({ id: "share", header: "Proven days", cell: ({ row }) => <ShareOfDays {...row.original} />, meta: { width: 156, align: "right", narrow: "right" } }),
    column.display({ id: "budget", header: "Days without proof", cell: ({ row }) => budgetText(row.original.standing), meta: { width: 150, align: "right", narrow: "hide", hideBelow: "md" } }),
    column.display({ id: "trend", header: "Last 30 days", cell: ({ row }) => trendText(row.original.standing), meta: { width: 92, narrow: "hide", hideBelow: "lg" } }),
    column.display({ id: "longest", header: "Longest without proof", cell: ({ row }) => <Longest row={row.original} />, meta: { width: 240, muted: true, wrap: true, narrow: "full" } }),
  ]);
  return (
    <DataTable
      caption="Freshness by control"
      columns={columns}
      rows={controls}
      rowId={(row) => row.controlId}
      rowHref={(row) => hrefOf(row.code)}
      empty={<EmptyState kind="first" title="No control is mapped" {...(mapHref === undefined ? {} : { action: <LinkButton href={mapHref}>Map controls</LinkButton> })}>Freshness is that of the evidence of mapped controls.</EmptyState>}
    />
  );
}

function Standing({ row: { requests, standing } }: { row: ControlFreshness }) {
  return requests === 0 ? <StatusInline status="not_yet_known" word="Asks for nothing" /> : <StatusInline status={standing.status} word={objectiveWord(standing)} />;
}

function Longest({ row: { longest, more } }: { row: ControlFreshness }) {
  if (longest.length === 0) return <>none</>;
  return <>{longest.map((one) => `${shortDayRange(one.firstDay, one.lastDay)} ${one.request}`).join("; ")}{more > 0 ? `; ${more} more` : ""}</>;
}
