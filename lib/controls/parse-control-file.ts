import { z } from "zod";
import { duplicates, identifierSchema, keySchema, readFrontMatter, textSchema, wholeNumberSchema } from "#lib/content/index.ts";
import type { ContentProblem, MarkdownSection, Parsed, ReadFrontMatter } from "#lib/content/index.ts";
import { ANSWERERS } from "#lib/systems/client.ts";
import {
  CONTROL_FREQUENCIES,
  CONTROL_KINDS,
  CRITICALITIES,
  MAPPING_ORIGINS,
  MAPPING_RELATIONS,
  SECTION_HEADINGS,
  SOURCE_KINDS,
} from "./control.ts";
import type { ControlContent, ControlSections } from "./control.ts";
import { CONTROL_TESTS, parseTestSteps, type ControlTest, type ControlTests } from "./test-steps.ts";

/** Ten years: beyond that, evidence that never goes stale would be meant, and nothing may be that. */
const MAX_FRESHNESS_DAYS = 3_660;

const mappingSchema = z.strictObject({
  framework: identifierSchema,
  requirement: identifierSchema,
  relation: z.enum(MAPPING_RELATIONS),
  origin: z.enum(MAPPING_ORIGINS),
  via: z.strictObject({ crosswalk: identifierSchema, from: identifierSchema }).optional(),
  rationale: textSchema,
});

const evidenceRequestSchema = z.strictObject({
  key: keySchema,
  title: textSchema,
  asks: textSchema,
  freshness_days: wholeNumberSchema(1, MAX_FRESHNESS_DAYS),
  accepts: z.array(z.enum(SOURCE_KINDS)).min(1),
  answered_by: z.array(z.enum(ANSWERERS as [string, ...string[]])).min(1).optional(),
});

const frontSchema = z.strictObject({
  code: z.string().regex(/^[A-Z]{2,8}(\.\d{1,3}){2}$/u, "a code is written like SYS.2.07"),
  title: textSchema,
  kind: z.enum(CONTROL_KINDS),
  frequency: z.enum(CONTROL_FREQUENCIES).optional(),
  trigger: textSchema.optional(),
  owner: textSchema,
  process_owners: z.array(textSchema).min(1),
  criticality: z.enum(CRITICALITIES),
  mappings: z.array(mappingSchema),
  evidence_requests: z.array(evidenceRequestSchema).min(1),
});

type Front = z.infer<typeof frontSchema>;
type Read = ReadFrontMatter<Front>;

/**
 * Reads one file of `controls/library/`: YAML front matter and one Markdown section for each part.
 * Never throws on bad content; every problem has its line and column.
 *
 * @param file path inside the content folder, used in problems; its name must be the control's code
 */
export function parseControlFile(file: string, source: string): Parsed<ControlContent> {
  const read = readFrontMatter(file, source, frontSchema);
  if (read.value === null) return { value: null, problems: read.problems };
  const { sections, tests, problems: sectionProblems } = toSections(file, read);
  const problems = [...read.problems, ...problemsInside(file, read.value, read.positionOf), ...sectionProblems];
  return { value: problems.length === 0 ? toControl(read.value, read.positionOf, sections, tests) : null, problems };
}

function problemsInside(file: string, front: Front, positionOf: Read["positionOf"]): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = (path: (string | number)[], sentence: string) => problems.push({ file, ...positionOf(path), sentence });
  if (file.split("/").at(-1) !== `${front.code}.md`) report(["code"], `The file of ${front.code} must be named ${front.code}.md.`);
  if (front.frequency === undefined && front.trigger === undefined) {
    report([], "A control needs “frequency”, “trigger” or both.");
  }
  for (const { entry, index } of duplicates(front.mappings, (each) => `${each.framework} ${each.requirement}`)) {
    report(["mappings", index], `${entry.framework} ${entry.requirement} is mapped twice.`);
  }
  for (const { entry, index } of duplicates(front.evidence_requests, (each) => each.key)) {
    report(["evidence_requests", index, "key"], `The key “${entry.key}” stands twice under evidence_requests.`);
  }
  front.evidence_requests.forEach((request, at) => {
    for (const { entry, index } of duplicates<string>(request.accepts, (each) => each)) {
      report(["evidence_requests", at, "accepts", index], `“${entry}” is accepted twice.`);
    }
    for (const { entry, index } of duplicates<string>(request.answered_by ?? [], (each) => each)) {
      report(["evidence_requests", at, "answered_by", index], `“${entry}” stands twice under answered_by.`);
    }
  });
  for (const { entry, index } of duplicates(front.process_owners, (each) => each)) {
    report(["process_owners", index], `“${entry}” stands twice under process_owners.`);
  }
  return problems;
}

/** The sections of a library file, in the order of its lines. A test is steps here, never one text. */
const LIBRARY_HEADINGS = Object.values(SECTION_HEADINGS).flatMap((heading) => (heading === SECTION_HEADINGS.howTested ? Object.values(CONTROL_TESTS).map((test) => test.heading) : [heading]));

function toSections(file: string, read: Read): { sections: ControlSections; tests: ControlTests; problems: ContentProblem[] } {
  const problems: ContentProblem[] = [];
  const report = (line: number, sentence: string) => problems.push({ file, line, column: 1, sentence });
  for (const section of read.sections) {
    if (!LIBRARY_HEADINGS.includes(section.heading)) report(section.line, `“${section.heading}” is not a section of a control; the sections are ${LIBRARY_HEADINGS.join(", ")}.`);
    else if (section.text === "") report(section.line, `The section “${section.heading}” is empty.`);
  }
  for (const { entry } of duplicates<MarkdownSection>(read.sections, (each) => each.heading)) {
    report(entry.line, `The section “${entry.heading}” stands twice.`);
  }
  const textOf = (heading: string): string => {
    const section = read.sections.find((each) => each.heading === heading);
    if (section === undefined) report(read.sections.at(-1)?.line ?? 1, `The section “${heading}” is missing.`);
    return section?.text ?? "";
  };
  const sections: ControlSections = {
    statement: textOf(SECTION_HEADINGS.statement),
    context: textOf(SECTION_HEADINGS.context),
    scope: textOf(SECTION_HEADINGS.scope),
    guidance: textOf(SECTION_HEADINGS.guidance),
    howTested: "",
    whySufficient: textOf(SECTION_HEADINGS.whySufficient),
    auditorValidates: textOf(SECTION_HEADINGS.auditorValidates),
    privateLinks: textOf(SECTION_HEADINGS.privateLinks),
  };
  const stepsOf = (test: ControlTest): ControlTests[ControlTest] => {
    const { heading } = CONTROL_TESTS[test];
    const { steps, problems: wrong } = parseTestSteps(textOf(heading), test, { file, line: bodyLine(read, heading) });
    problems.push(...wrong);
    return steps;
  };
  const tests: ControlTests = { designTest: stepsOf("designTest"), operatingTest: stepsOf("operatingTest") };
  return { sections, tests, problems };
}

/** The line on which a section's text begins. */
function bodyLine(read: Read, heading: string): number {
  return read.sections.find((each) => each.heading === heading)?.textLine ?? 1;
}

function toControl(front: Front, positionOf: Read["positionOf"], sections: ControlSections, tests: ControlTests): ControlContent {
  return {
    code: front.code,
    title: front.title,
    kind: front.kind,
    frequency: front.frequency ?? null,
    trigger: front.trigger ?? null,
    ownerTeam: front.owner,
    processOwners: front.process_owners,
    criticality: front.criticality,
    mappings: front.mappings.map((mapping, index) => ({ ...mapping, via: mapping.via ?? null, at: positionOf(["mappings", index]) })),
    evidenceRequests: front.evidence_requests.map((request, index) => ({
      key: request.key,
      title: request.title,
      asks: request.asks,
      freshnessDays: request.freshness_days,
      accepts: request.accepts,
      answeredBy: request.answered_by ?? [],
      at: positionOf(["evidence_requests", index]),
    })),
    tests,
    sections,
  };
}
