import { listDrift, readDrift, type DriftCause, type DriftRow, type DriftSource } from "#lib/drift/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { changeLines } from "./show-preview.ts";

const WHO: Readonly<Record<DriftCause, string>> = { source: "changed there", here: "changed here", both: "changed on both sides", unknown: "who changed it was not recorded" };
const sourceText = (source: DriftSource, place: string): string => (source === "library" ? "library" : `folder ${place}`);

/** What differs from the library and from the folder last looked at, in lines, field by field. */
export async function driftLines(context: Context): Promise<{ lines: string[]; differ: number }> {
  const lines: string[] = [];
  const rows = await everyRow(context);
  for (const { code, title, source, place } of rows) {
    const { differs } = await readDrift(context, { code, source });
    const fields = differs.flatMap((one) => one.fields);
    lines.push(`${code} ${title}: ${sourceText(source, place)}`, ...fields.flatMap((one) => changeLines({ ...one, field: `${one.field} (${WHO[one.cause]})` })));
  }
  const of = (source: DriftSource): number => rows.filter((row) => row.source === source).length;
  return { lines: [...lines, `${of("library")} differ from the library, ${of("folder")} from the folder last looked at`], differ: rows.length };
}

async function everyRow(context: Context): Promise<DriftRow[]> {
  const rows: DriftRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDrift(context, { size: 200, cursor });
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
