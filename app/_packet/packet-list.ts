import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import type { Context } from "#lib/platform/context.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { PACKET_STATUSES, type PacketStatus } from "#lib/packets/client.ts";
import { listPackets, type PacketListRow } from "#lib/packets/index.ts";
import { packetColumns } from "./packet-table.tsx";

export const PACKET_STATE_WORDS: Readonly<Record<PacketStatus, string>> = { queued: "Queued", running: "Being made", sealed: "Sealed", failed: "Could not be made" };

/** What an address of the list of packets filters by. */
export function packetFilter(query: Query) {
  const state = addressValue(query, "state");
  return { status: PACKET_STATUSES.find((one) => one === state), controlCode: addressValue(query, "control") };
}

type Control = { id: string; code: string };

export const packetList = defineList<PacketListRow, { controls: Control[] }>({
  key: "packets",
  page: "packets",
  title: "Packets",
  filters: { control: { label: "Control" }, state: { label: "State", word: wordIn(PACKET_STATE_WORDS) } },
  rowId: (row) => row.id,
  async read(context, query, stretch) {
    const { status, controlCode } = packetFilter(query);
    const controls = await controlsOf(context);
    const control = controls.find((one) => one.code === controlCode);
    // A control that is not there has no packets; leaving the filter out would show those of all others.
    if (controlCode !== undefined && control === undefined) return { rows: [], nextCursor: null, controls };
    return { ...(await listPackets(context, { status: status === undefined ? undefined : [status], controlId: control?.id, ...stretch })), controls };
  },
  columns: ({ zone, portal }) => packetColumns(zone, portal),
});

async function controlsOf(context: Context): Promise<Control[]> {
  return (await listControlNames(context, {})).map((row) => ({ id: row.controlId, code: row.code }));
}
