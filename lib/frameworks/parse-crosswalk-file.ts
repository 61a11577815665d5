import { z } from "zod";
import { duplicates, identifierSchema, keySchema, readYaml, textSchema, wholeNumberSchema } from "#lib/content/index.ts";
import type { ContentProblem, Parsed, ReadYaml } from "#lib/content/index.ts";
import { CROSSWALK_CONFIDENCES, CROSSWALK_RELATIONS, SUCCESSION_SHAPES } from "./crosswalk.ts";
import type { Crosswalk } from "./crosswalk.ts";

const rowSchema = z.strictObject({
  from: identifierSchema,
  to: z.array(identifierSchema).min(1),
  added: z.array(identifierSchema).min(1).optional(),
  relation: z.enum(CROSSWALK_RELATIONS),
  shape: z.enum(SUCCESSION_SHAPES).optional(),
  confidence: z.enum(CROSSWALK_CONFIDENCES),
  source: keySchema.optional(),
  note: textSchema.optional(),
});

const crosswalkSchema = z.strictObject({
  id: identifierSchema,
  from: identifierSchema,
  to: identifierSchema,
  sources: z.array(z.strictObject({ key: keySchema, citation: textSchema, checked: textSchema })).min(1),
  totals: z.strictObject({ rows: wholeNumberSchema(1, 100_000), edges: wholeNumberSchema(1, 100_000) }),
  without_successor: z.array(identifierSchema),
  without_predecessor: z.array(identifierSchema),
  rows: z.array(rowSchema).min(1),
});

type CrosswalkFile = z.infer<typeof crosswalkSchema>;

/**
 * Reads one file of `controls/crosswalks/`. Never throws on bad content; problems are located.
 * Whether its identifiers exist, and whether rows were lost, is judged by `lintContent` against the frameworks.
 *
 * @param file path inside the content folder, used in problems; its name must be the crosswalk's id
 */
export function parseCrosswalkFile(file: string, source: string): Parsed<Crosswalk> {
  const read = readYaml(file, source, crosswalkSchema);
  if (read.value === null) return { value: null, problems: read.problems };
  const problems = problemsInside(file, read.value, read.positionOf);
  return { value: problems.length === 0 ? toCrosswalk(read.value, read.positionOf) : null, problems };
}

function problemsInside(file: string, value: CrosswalkFile, positionOf: ReadYaml<CrosswalkFile>["positionOf"]): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = (path: (string | number)[], sentence: string) => problems.push({ file, ...positionOf(path), sentence });
  if (file.split("/").at(-1) !== `${value.id}.yaml`) report(["id"], `The file of ${value.id} must be named ${value.id}.yaml.`);
  if (value.from === value.to) report(["to"], "A crosswalk leads from one framework to another.");
  for (const { entry, index } of duplicates(value.sources, (each) => each.key)) {
    report(["sources", index, "key"], `“${entry.key}” stands twice under sources.`);
  }
  // A reader that looks up by `from` would keep one of the two rows and lose the other.
  for (const { entry, index } of duplicates(value.rows, (each) => each.from)) {
    report(["rows", index, "from"], `“${entry.from}” has two rows; list all its targets in one.`);
  }
  value.rows.forEach((row, index) => {
    if ((row.shape !== undefined) !== (row.relation === "successor")) {
      report(["rows", index], row.shape === undefined ? `The row of “${row.from}” is a succession and names no shape.` : `The row of “${row.from}” names a shape, which only a succession has.`);
    }
    for (const { entry } of duplicates([...row.to, ...(row.added ?? [])], (each) => each)) {
      report(["rows", index], `“${entry}” stands twice in the row of “${row.from}”.`);
    }
  });
  return problems;
}

function toCrosswalk(value: CrosswalkFile, positionOf: ReadYaml<CrosswalkFile>["positionOf"]): Crosswalk {
  return {
    id: value.id,
    from: value.from,
    to: value.to,
    sources: value.sources.map((source, index) => ({ ...source, at: positionOf(["sources", index]) })),
    totals: value.totals,
    withoutSuccessor: value.without_successor,
    withoutPredecessor: value.without_predecessor,
    rows: value.rows.map((row, index) => ({
      from: row.from,
      to: row.to,
      added: row.added ?? [],
      relation: row.relation,
      shape: row.shape ?? null,
      confidence: row.confidence,
      source: row.source ?? null,
      note: row.note ?? null,
      at: positionOf(["rows", index]),
    })),
    at: positionOf([]),
  };
}
