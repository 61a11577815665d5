import { defineList } from "#app/_list/define-list.ts";
import { listEngagements, type EngagementListRow } from "#lib/engagements/index.ts";
import { engagementColumns } from "./engagement-columns.tsx";

export const engagementList = defineList<EngagementListRow>({
  key: "engagements",
  page: "engagements",
  title: "Engagements",
  filters: {},
  rowId: (row) => row.id,
  read: async (context) => ({ rows: await listEngagements(context, {}), nextCursor: null }),
  columns: () => engagementColumns,
});
