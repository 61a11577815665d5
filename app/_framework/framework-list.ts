import { defineList } from "#app/_list/define-list.ts";
import { listFrameworks, type FrameworkListRow } from "#lib/frameworks/index.ts";
import { frameworkColumns } from "./framework-columns.tsx";

export const frameworkList = defineList<FrameworkListRow>({
  key: "frameworks",
  page: "frameworks",
  title: "Frameworks",
  filters: {},
  rowId: (row) => row.key,
  read: async (context) => ({ rows: await listFrameworks(context, {}), nextCursor: null }),
  columns: () => frameworkColumns,
});
