import { z } from "zod";
import { STATUSES, type Status } from "#lib/status/index.ts";

/** How far an item is put into practice, as the mappings say it: a contribution is never the whole. */
export const IMPLEMENTATIONS = { implemented: "Implemented", in_part: "In part", not_yet: "Not yet" } as const;
export type Implementation = keyof typeof IMPLEMENTATIONS;

const statementLine = z.strictObject({
  code: z.string(),
  title: z.string(),
  groupCode: z.string(),
  groupTitle: z.string(),
  /** Null: nobody decided. */
  applicable: z.boolean().nullable(),
  justification: z.string(),
  implementation: z.enum(Object.keys(IMPLEMENTATIONS) as [Implementation, ...Implementation[]]),
  controls: z.array(z.strictObject({ code: z.string(), strength: z.enum(["satisfies", "contributes"]) })),
  /** Of the controls that satisfy it, by their evidence, when the statement was made. */
  status: z.enum(Object.keys(STATUSES) as [Status, ...Status[]]),
});
export type StatementLine = z.infer<typeof statementLine>;

/** What a statement of applicability says, whole: its files are made of it and of nothing else. */
export const statementContent = z.strictObject({
  organization: z.string(),
  framework: z.strictObject({ key: z.string(), name: z.string(), edition: z.string(), itemLabel: z.string(), itemLabelMany: z.string(), contentHash: z.string() }),
  version: z.number().int(),
  issuedAt: z.string(),
  issuedBy: z.string(),
  notCovered: z.array(z.string()),
  lines: z.array(statementLine),
});
export type StatementContent = z.infer<typeof statementContent>;

/** How an item's applicability is said. */
export function applicableText(applicable: boolean | null): string {
  return applicable === null ? "Not decided" : applicable ? "Applicable" : "Excluded";
}

export type StatementCounts = { applicable: number; excluded: number; undecided: number; implemented: number };

export function countLines(lines: readonly StatementLine[]): StatementCounts {
  const applicable = lines.filter((one) => one.applicable === true);
  return { applicable: applicable.length, excluded: lines.filter((one) => one.applicable === false).length, undecided: lines.filter((one) => one.applicable === null).length, implemented: applicable.filter((one) => one.implementation === "implemented").length };
}
