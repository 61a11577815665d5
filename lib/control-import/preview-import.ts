import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { rowsInput } from "./import-input.ts";
import { planImport } from "./plan.ts";
import type { FieldChange } from "./plan.ts";
import type { ImportProblem } from "./judge-row.ts";
import { IMPORT_LIMITS } from "./limits.ts";

export type ImportPreview = {
  rows: number;
  create: { row: number; code: string; title: string; owner: string | null; mappings: number; requests: number }[];
  differ: { row: number; code: string; title: string; changes: FieldChange[] }[];
  same: number;
  problems: ImportProblem[];
  /** Of all, also those that are not shown. */
  problemCount: number;
  /** People who would own controls and are no members yet. */
  expected: string[];
};

/** What rows of a sheet would do. Nothing is written. */
export const previewImport = defineVerb({
  name: "control_import.preview",
  permission: "controls.adopt",
  effect: "read",
  rate: "upload",
  input: z.strictObject({ rows: rowsInput }),
  async run(args): Promise<ImportPreview> {
    const plan = await planImport(args, args.input.rows);
    const named = [...plan.create, ...plan.differ].flatMap(({ owner }) => (owner?.kind === "person" ? [owner.email] : []));
    return {
      rows: plan.rows,
      create: plan.create.map(({ row, code, title, owner, mappings, requests }) => ({ row, code, title, owner: owner?.name ?? null, mappings: mappings.length, requests: requests.length })),
      differ: plan.differ.map(({ row, code, title, changes }) => ({ row, code, title, changes })),
      same: plan.same.length,
      problems: plan.problems.slice(0, IMPORT_LIMITS.problemsShown),
      problemCount: plan.problems.length,
      expected: [...new Set(named)],
    };
  },
});
