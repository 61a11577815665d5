import { defineList } from "#app/_list/define-list.ts";
import { listSchedules, type ScheduleRow } from "#lib/packets/index.ts";
import { scheduleColumns } from "./schedule-columns.tsx";

export const scheduleList = defineList<ScheduleRow>({
  key: "schedules",
  page: "packets/schedules",
  title: "Schedules",
  filters: {},
  rowId: (row) => row.id,
  read: async (context) => ({ rows: await listSchedules(context, {}), nextCursor: null }),
  columns: ({ org, path }) => scheduleColumns(org, path),
});
