import { z } from "zod";
import { duplicates, identifierSchema, isPrintable, keySchema, readYaml, textSchema, wholeNumberSchema } from "#lib/content/index.ts";
import type { ContentProblem, Parsed, ReadYaml } from "#lib/content/index.ts";
import type { LogMatrix } from "./log-matrix.ts";

const exampleSchema = z.strictObject({
  // Not trimmed: a log line is evidence, byte for byte.
  line: z.string().min(1).max(4_096, "longer than 4,096 characters").refine(isPrintable, "it holds a control character"),
  origin: z.enum(["seed", "ours"]),
  format: keySchema.optional(),
});

const rowSchema = z.strictObject({
  id: keySchema,
  group: keySchema,
  event: textSchema,
  purpose: textSchema,
  required_fields: z.array(keySchema).min(1),
  formats: z.array(keySchema).min(1),
  examples: z.array(exampleSchema),
  controls: z.array(identifierSchema).min(1),
});

const matrixSchema = z.strictObject({
  title: textSchema,
  basis: textSchema,
  totals: z.strictObject({ rows: wholeNumberSchema(1, 10_000) }),
  fields: z.array(z.strictObject({ id: keySchema, title: textSchema, meaning: textSchema })).min(1),
  groups: z.array(z.strictObject({ id: keySchema, title: textSchema })).min(1),
  rows: z.array(rowSchema).min(1),
});

type MatrixFile = z.infer<typeof matrixSchema>;

/** Reads `controls/log-matrix.yaml`. Never throws on bad content; problems are located. */
export function parseLogMatrix(file: string, source: string): Parsed<LogMatrix> {
  const read = readYaml(file, source, matrixSchema);
  if (read.value === null) return { value: null, problems: read.problems };
  const problems = problemsInside(file, read.value, read.positionOf);
  return { value: problems.length === 0 ? toMatrix(read.value, read.positionOf) : null, problems };
}

function problemsInside(file: string, value: MatrixFile, positionOf: ReadYaml<MatrixFile>["positionOf"]): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = (path: (string | number)[], sentence: string) => problems.push({ file, ...positionOf(path), sentence });
  for (const list of ["fields", "groups", "rows"] as const) {
    for (const { entry, index } of duplicates<{ id: string }>(value[list], (each) => each.id)) {
      report([list, index, "id"], `“${entry.id}” stands twice under ${list}.`);
    }
  }
  const fields = new Set(value.fields.map(({ id }) => id));
  const groups = new Set(value.groups.map(({ id }) => id));
  value.rows.forEach((row, at) => {
    if (!groups.has(row.group)) report(["rows", at, "group"], `The group “${row.group}” is not listed under groups.`);
    row.required_fields.forEach((field, index) => {
      if (!fields.has(field)) report(["rows", at, "required_fields", index], `The field “${field}” is not listed under fields.`);
    });
    row.examples.forEach((example, index) => {
      if (example.format !== undefined && !row.formats.includes(example.format)) {
        report(["rows", at, "examples", index], `The format “${example.format}” is not among the formats of “${row.id}”.`);
      }
    });
  });
  if (value.totals.rows !== value.rows.length) {
    report(["totals", "rows"], `${value.totals.rows} rows are announced and ${value.rows.length} are listed.`);
  }
  return problems;
}

function toMatrix(value: MatrixFile, positionOf: ReadYaml<MatrixFile>["positionOf"]): LogMatrix {
  return {
    title: value.title,
    basis: value.basis,
    fields: value.fields,
    groups: value.groups,
    rows: value.rows.map((row, at) => ({
      id: row.id,
      group: row.group,
      event: row.event,
      purpose: row.purpose,
      requiredFields: row.required_fields,
      formats: row.formats,
      examples: row.examples.map((example, index) => ({
        line: example.line,
        origin: example.origin,
        format: example.format ?? null,
        at: positionOf(["rows", at, "examples", index]),
      })),
      controls: row.controls,
      at: positionOf(["rows", at]),
    })),
  };
}
