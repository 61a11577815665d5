import { z } from "zod";
import { dateSchema, duplicates, identifierSchema, readYaml, textSchema, wholeNumberSchema } from "#lib/content/index.ts";
import type { ContentProblem, Parsed, ReadYaml } from "#lib/content/index.ts";
import type { Framework } from "./framework.ts";

const groupSchema = z.strictObject({ id: identifierSchema, title: textSchema, parent: identifierSchema.optional() });

const requirementSchema = z.strictObject({
  id: identifierSchema,
  title: textSchema,
  group: identifierSchema.optional(),
  parent: identifierSchema.optional(),
  new_in_edition: z.enum(["true", "false"]).optional(),
});

export const frameworkSchema = z.strictObject({
  id: identifierSchema,
  name: textSchema,
  edition: textSchema,
  publisher: textSchema,
  item_label: z.strictObject({ one: textSchema, many: textSchema }),
  valid_from: dateSchema.optional(),
  valid_until: dateSchema.optional(),
  validity_note: textSchema.optional(),
  superseded_by: identifierSchema.optional(),
  source: textSchema,
  not_covered: z.array(textSchema),
  totals: z.strictObject({ requirements: wholeNumberSchema(1, 10_000) }),
  groups: z.array(groupSchema).min(1),
  requirements: z.array(requirementSchema).min(1),
});

export type FrameworkFile = z.infer<typeof frameworkSchema>;

/**
 * Reads one file of `controls/frameworks/`. Never throws on bad content; problems are located.
 *
 * @param file path inside the content folder, used in problems; its name must be the framework's id
 */
export function parseFrameworkFile(file: string, source: string): Parsed<Framework> {
  const read = readYaml(file, source, frameworkSchema);
  if (read.value === null) return { value: null, problems: read.problems };
  const problems = problemsInside(file, read.value, read.positionOf);
  if (file.split("/").at(-1) !== `${read.value.id}.yaml`) problems.unshift({ file, ...read.positionOf(["id"]), sentence: `The file of ${read.value.id} must be named ${read.value.id}.yaml.` });
  if (read.value.id.startsWith("own-")) problems.unshift({ file, ...read.positionOf(["id"]), sentence: "“own-” begins the keys of frameworks that organizations send." });
  return { value: problems.length === 0 ? toFramework(read.value, read.positionOf) : null, problems };
}

/** What is wrong inside one file, beyond its form. */
export function problemsInside(file: string, value: FrameworkFile, positionOf: ReadYaml<FrameworkFile>["positionOf"]): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = (path: (string | number)[], sentence: string) => problems.push({ file, ...positionOf(path), sentence });
  for (const list of ["groups", "requirements"] as const) {
    for (const { entry, index } of duplicates<{ id: string }>(value[list], (each) => each.id)) {
      report([list, index, "id"], `“${entry.id}” stands twice under ${list}.`);
    }
  }
  if (value.valid_from !== undefined && value.valid_until !== undefined && value.valid_until < value.valid_from) {
    report(["valid_until"], "“valid_until” lies before “valid_from”.");
  }
  if ((value.valid_from ?? value.valid_until) !== undefined && value.validity_note === undefined) {
    report([], "Dates of validity need “validity_note”: what they mean and where they come from.");
  }
  // A control total: a line lost in editing or merging is noticed here, not by an auditor.
  if (value.totals.requirements !== value.requirements.length) {
    report(["totals", "requirements"], `${value.totals.requirements} requirements are announced and ${value.requirements.length} are listed.`);
  }
  return problems;
}

export function toFramework(value: FrameworkFile, positionOf: ReadYaml<FrameworkFile>["positionOf"]): Framework {
  return {
    id: value.id,
    name: value.name,
    edition: value.edition,
    publisher: value.publisher,
    itemLabel: value.item_label,
    validFrom: value.valid_from ?? null,
    validUntil: value.valid_until ?? null,
    validityNote: value.validity_note ?? null,
    supersededBy: value.superseded_by ?? null,
    supersededByAt: positionOf(["superseded_by"]),
    source: value.source,
    notCovered: value.not_covered,
    groups: value.groups.map((group, index) => ({
      id: group.id,
      title: group.title,
      parent: group.parent ?? null,
      at: positionOf(["groups", index]),
    })),
    requirements: value.requirements.map((requirement, index) => ({
      id: requirement.id,
      title: requirement.title,
      group: requirement.group ?? null,
      parent: requirement.parent ?? null,
      newInEdition: requirement.new_in_edition === "true",
      at: positionOf(["requirements", index]),
    })),
  };
}
