import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { PacketDeliveryView } from "#lib/packets/index.ts";

/** Who was sent a personal link to the report, and how that went. */
export function Recipients({ deliveries, zone }: { deliveries: readonly PacketDeliveryView[]; zone: string }) {
  const column = columnsOf<PacketDeliveryView>();
  const columns = column.columns([
    column.accessor("recipientName", { header: "Recipient", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("recipientEmail", { header: "E-mail", enableSorting: false, meta: { muted: true, narrow: "full" } }),
    column.display({ id: "state", header: "Mail", cell: ({ row }) => <Sending delivery={row.original} />, meta: { wrap: true, narrow: "full" } }),
    column.accessor("expiresAt", { header: "Link until", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "right" } }),
    column.accessor("downloads", { header: "Downloads", enableSorting: false, meta: { width: 84, align: "right", narrow: "right" } }),
  ]);
  return (
    <Section title="Recipients" count={deliveries.length === 0 ? "none" : `${deliveries.length}, each with a link of their own`}>
      <DataTable
        caption="Recipients of the report" columns={columns} rows={deliveries} rowId={(row) => row.id}
        empty={<EmptyState kind="first" title="Sent to nobody">A recipient gets a personal link to the report that expires. Each download is recorded.</EmptyState>}
      />
    </Section>
  );
}

function Sending({ delivery }: { delivery: PacketDeliveryView }) {
  if (delivery.sentAt === null && delivery.sendError !== null) return <StatusInline status="could_not_run" word={delivery.sendError} />;
  if (delivery.expired) return <StatusInline status="not_applicable" word="Link expired" />;
  if (delivery.sentAt === null) return <StatusInline status="not_yet_known" word="Being sent" />;
  return delivery.downloads > 0 ? <StatusInline status="pass" word="Downloaded" /> : <StatusInline status="not_yet_known" word="Mailed, not opened yet" />;
}
