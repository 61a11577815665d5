import { defineList } from "#app/_list/define-list.ts";
import { listConnections, type ConnectionSummary } from "#lib/connections/index.ts";
import { connectionColumns } from "./connection-columns.tsx";

/** All of them at once: an organization has as many as it has vendors. */
export const connectionList = defineList<ConnectionSummary>({
  key: "connections",
  page: "connections",
  title: "Connections",
  filters: {},
  rowId: (row) => row.id,
  read: async (context) => ({ rows: await listConnections(context, {}), nextCursor: null }),
  columns: ({ zone }) => connectionColumns(zone),
});
