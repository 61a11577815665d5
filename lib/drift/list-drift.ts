import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, lineInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { shippedLibrary } from "#lib/controls/index.ts";
import { awaitsDecision, DRIFT_CAUSES, DRIFT_SOURCES, fieldsText, type DriftCause, type DriftSource } from "./drift.ts";
import { findDrift, inOrder, type FoundDrift } from "./find-drift.ts";

export type DriftRow = {
  code: string;
  title: string;
  source: DriftSource;
  /** Of a folder, how it was called. */
  place: string;
  /** "Statement, 2 mappings" */
  differs: string;
  causes: DriftCause[];
  since: Date | null;
  base: string;
  /** Fields that somebody has to decide on; none where only the organization changed something. */
  undecided: number;
};

export type DriftList = Page<DriftRow> & { total: number; undecided: number; sources: { source: DriftSource; count: number }[] };

/** Controls that say otherwise than the library from which they were taken, or than the folder of files that was last looked at. */
export const listDrift = defineVerb({
  name: "drift.list",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({ source: z.enum(DRIFT_SOURCES).optional(), cause: z.enum(DRIFT_CAUSES).optional(), text: lineInput(100).optional(), cursor: cursorInput, size: pageSizeInput }),
  prepare: () => shippedLibrary(),
  async run(args): Promise<DriftList> {
    const { input: { source, cause, text, cursor, size }, prepared } = args;
    const all = await findDrift(args, prepared);
    const words = text?.toLocaleLowerCase("en");
    const rows = all.map(rowOf).filter((row) =>
      (source === undefined || row.source === source) && (cause === undefined || row.causes.includes(cause)) && (words === undefined || `${row.code} ${row.title}`.toLocaleLowerCase("en").includes(words)));
    const after = cursor === undefined ? null : decodeCursor(z.tuple([z.string().max(64), z.enum(DRIFT_SOURCES)]), cursor);
    const ahead = after === null ? rows : rows.filter((row) => inOrder(row, { code: after[0], source: after[1] }) > 0);
    return {
      ...pageOf(ahead.slice(0, size + 1), size, (row) => [row.code, row.source]),
      total: rows.length,
      undecided: all.map(rowOf).filter((row) => row.undecided > 0).length,
      sources: DRIFT_SOURCES.map((one) => ({ source: one, count: all.filter((row) => row.source === one).length })),
    };
  },
});

function rowOf({ code, title, source, place, fields, since, base }: FoundDrift): DriftRow {
  return {
    code, title, source, place, since, base, differs: fieldsText(fields.map(({ field }) => field)), undecided: fields.filter(awaitsDecision).length,
    causes: DRIFT_CAUSES.filter((cause) => fields.some((one) => one.cause === cause)),
  };
}
