import { expect, test } from "vitest";
import { columnsOf, tableModel } from "./table-model.ts";

type Row = { id: string; title: string; fault: string | null };
const column = columnsOf<Row>();
const COLUMNS = column.columns([
  column.accessor("title", { id: "title", header: "Title", meta: { rowHeader: true } }),
  column.accessor((row) => row.fault ?? "", { id: "fault", header: "File", meta: { onlyWhenSaid: true } }),
]);
const shown = (rows: Row[], hidden: string[] = []) => tableModel({ columns: COLUMNS, rows, rowId: (row) => row.id, sort: undefined, hidden }).getVisibleLeafColumns().map(({ id }) => id);

test("a column for what is seldom so is there while one of the rows says something in it", () => {
  const well = { id: "1", title: "Policy", fault: null };
  expect(shown([well])).toEqual(["title"]);
  expect(shown([well, { id: "2", title: "List", fault: "File missing" }])).toEqual(["title", "fault"]);
  expect(shown([{ id: "2", title: "List", fault: "File missing" }], ["fault"])).toEqual(["title"]);
});
