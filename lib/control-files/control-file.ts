import { stringify } from "yaml";
import { z } from "zod";
import { duplicates, readYaml, wholeNumberSchema, type ContentProblem, type Parsed } from "#lib/content/index.ts";
import { CONTROL_FREQUENCIES, CONTROL_KINDS, CONTROL_TEST_NAMES, CONTROL_TESTS, CRITICALITIES, formatTestSteps, MAPPING_ORIGINS, MAPPING_RELATIONS, parseTestSteps, SECTION_HEADINGS, SOURCE_KINDS, type ControlSections, type ControlTest, type ControlTests } from "#lib/controls/index.ts";
import { timeSchema, type FileControl } from "./file-control.ts";

// The format of controls/library, for the controls that an organization has: what it lacks is left out, and its texts may
// be any Markdown.

const text = z.string();
const front = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/u, "a code is letters, digits, points and hyphens"),
  title: text,
  kind: z.enum(CONTROL_KINDS),
  frequency: z.enum(CONTROL_FREQUENCIES).optional(),
  trigger: text.optional(),
  owner: text,
  criticality: z.enum(CRITICALITIES).optional(),
  effective_from: timeSchema.optional(),
  retired: z.strictObject({ from: timeSchema, reason: text, successor: text.optional() }).optional(),
  process_owners: z.array(text).optional(),
  mappings: z.array(z.strictObject({ framework: text, requirement: text, relation: z.enum(MAPPING_RELATIONS), origin: z.enum(MAPPING_ORIGINS), rationale: text.optional() })).optional(),
  evidence_requests: z.array(z.strictObject({ key: text, title: text, asks: text.optional(), freshness_days: wholeNumberSchema(1, 3_660), accepts: z.array(z.enum(SOURCE_KINDS)).min(1) })).optional(),
});

const PARTS = Object.keys(SECTION_HEADINGS) as (keyof ControlSections)[];
type Part = keyof ControlSections | ControlTest;
/** Where a control has both steps and one text, the steps stand first. */
const ORDER: readonly Part[] = PARTS.flatMap((part): Part[] => (part === "howTested" ? [...CONTROL_TEST_NAMES, part] : [part]));
const isTest = (part: Part): part is ControlTest => part in CONTROL_TESTS;
const headingOf = (part: Part): string => (isTest(part) ? CONTROL_TESTS[part].heading : SECTION_HEADINGS[part]);
const PART_OF_HEADING: ReadonlyMap<string, Part> = new Map(ORDER.map((part) => [headingOf(part), part]));
const FENCE = "---";

/**
 * A control as a file. The same control gives the same bytes: keys in one order, mappings by framework and requirement,
 * requests in their own, lines ended by LF.
 */
export function formatControlFile(control: FileControl): string {
  const { frequency, trigger, effectiveFrom, retired } = control;
  const head = {
    code: control.code,
    title: control.title,
    kind: control.kind,
    ...(frequency === null ? {} : { frequency }),
    ...(trigger === null || trigger === "" ? {} : { trigger: plain(trigger) }),
    owner: control.ownerTeam,
    ...(control.criticality === null ? {} : { criticality: control.criticality }),
    ...(effectiveFrom === null ? {} : { effective_from: effectiveFrom }),
    ...(retired === null ? {} : { retired: { from: retired.from, reason: plain(retired.reason), ...(retired.successor === null ? {} : { successor: retired.successor }) } }),
    ...(control.processOwners.length === 0 ? {} : { process_owners: control.processOwners }),
    ...(control.mappings.length === 0 ? {} : { mappings: inOrder(control.mappings).map(({ rationale, ...one }) => ({ framework: one.framework, requirement: one.requirement, relation: one.relation, origin: one.origin, ...optional({ rationale }) })) }),
    ...(control.evidenceRequests.length === 0 ? {} : { evidence_requests: control.evidenceRequests.map(({ key, title, asks, freshnessDays, accepts }) => ({ key, title, ...optional({ asks }), freshness_days: freshnessDays, accepts })) }),
  };
  const sections = ORDER.flatMap((part) => {
    const body = isTest(part) ? formatTestSteps(control[part]) : plain(control[part]);
    return body === "" ? [] : [`\n## ${headingOf(part)}\n\n${escaped(body)}\n`];
  });
  return `${FENCE}\n${stringify(head, { lineWidth: 0, aliasDuplicateObjects: false })}${FENCE}\n${sections.join("")}`;
}

/** A text of several lines as the file holds it. */
export function plain(value: string): string {
  return value.replace(/\r\n?/gu, "\n").trim();
}

function optional(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)] as const).filter(([, value]) => value !== ""));
}

/** By framework and requirement, numbers as numbers: CC2.1 before CC10.1. */
export function inOrder<Mapping extends { framework: string; requirement: string }>(mappings: readonly Mapping[]): Mapping[] {
  return [...mappings].sort((a, b) => a.framework.localeCompare(b.framework, "en", { numeric: true }) || a.requirement.localeCompare(b.requirement, "en", { numeric: true }));
}

// A line of a text that reads like a section's heading gets a backslash, which Markdown shows as the line it was.
const escaped = (body: string): string => body.replace(/^(\\*## )/gmu, "\\$1");
const unescaped = (body: string): string => body.replace(/^\\(\\*## )/gmu, "$1");

/** Reads a control's file. Never throws on bad content; every problem has its line and column. */
export function parseControlFile(file: string, source: string): Parsed<FileControl> {
  const lines = source.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n").split("\n");
  const end = lines[0] === FENCE ? lines.indexOf(FENCE, 1) : -1;
  if (end < 0) return failed({ file, line: 1, column: 1, sentence: "The file must begin with YAML between two lines ---." });
  const { value, problems, positionOf } = readYaml(file, lines.slice(1, end).join("\n"), front, 2);
  const body = readSections(file, lines, end + 1);
  if (value === null) return { value: null, problems: [...problems, ...body.problems] };
  const report = (path: (string | number)[], sentence: string): number => body.problems.push({ file, ...positionOf(path), sentence });
  if (file.split("/").at(-1) !== `${value.code}.md`) report(["code"], `The file of ${value.code} must be named ${value.code}.md.`);
  if (value.retired?.successor === value.code) report(["retired", "successor"], "A control does not succeed itself.");
  if (value.retired?.reason.trim() === "") report(["retired", "reason"], "Say why it was retired.");
  if (value.frequency === undefined && value.trigger === undefined) report(["kind"], "A control needs “frequency”, “trigger” or both.");
  for (const { entry, index } of duplicates(value.mappings ?? [], (one) => `${one.framework} ${one.requirement}`)) report(["mappings", index], `${entry.framework} ${entry.requirement} is mapped twice.`);
  for (const { entry, index } of duplicates(value.evidence_requests ?? [], (one) => one.key)) report(["evidence_requests", index], `The key “${entry.key}” stands twice under evidence_requests.`);
  return body.problems.length > 0 ? { value: null, problems: body.problems } : { value: toControl(value, body.sections), problems: [] };
}

const failed = (problem: ContentProblem): Parsed<FileControl> => ({ value: null, problems: [problem] });

type Read = ControlSections & ControlTests;

function readSections(file: string, lines: readonly string[], from: number): { sections: Read; problems: ContentProblem[] } {
  const sections: Read = { statement: "", context: "", scope: "", guidance: "", howTested: "", whySufficient: "", auditorValidates: "", privateLinks: "", designTest: [], operatingTest: [] };
  const problems: ContentProblem[] = [];
  const report = (line: number, sentence: string): number => problems.push({ file, line: line + 1, column: 1, sentence });
  const seen = new Set<string>();
  let part: Part | undefined;
  let body: string[] = [];
  let begins = from;
  const close = (): void => {
    if (part !== undefined && isTest(part)) {
      const read = parseTestSteps(body.join("\n"), part, { file, line: begins });
      sections[part] = read.steps;
      problems.push(...read.problems);
    } else if (part !== undefined) sections[part] = unescaped(plain(body.join("\n")));
    body = [];
  };
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const heading = /^## (.*)$/u.exec(line)?.[1]?.trim();
    if (heading === undefined) {
      if (part === undefined && line.trim() !== "" && seen.size === 0) return { sections, problems: [{ file, line: at + 1, column: 1, sentence: "This text stands above the first ## heading and belongs to no section." }] };
      body.push(line);
      continue;
    }
    close();
    part = PART_OF_HEADING.get(heading);
    if (part === undefined) report(at, `“${heading}” is not a section of a control; a line of a text that begins so is written \\## .`);
    else if (seen.has(heading)) report(at, `The section “${heading}” stands twice.`);
    seen.add(heading);
    begins = at + 2;
  }
  close();
  if (sections.statement === "") report(from, `The section “${SECTION_HEADINGS.statement}” is missing or empty.`);
  return { sections, problems };
}

function toControl(value: z.output<typeof front>, sections: Read): FileControl {
  return {
    code: value.code,
    title: value.title,
    kind: value.kind,
    frequency: value.frequency ?? null,
    trigger: value.trigger ?? null,
    ownerTeam: value.owner,
    criticality: value.criticality ?? null,
    effectiveFrom: value.effective_from ?? null,
    retired: value.retired === undefined ? null : { ...value.retired, successor: value.retired.successor ?? null },
    processOwners: value.process_owners ?? [],
    mappings: (value.mappings ?? []).map((one) => ({ ...one, rationale: one.rationale ?? "" })),
    evidenceRequests: (value.evidence_requests ?? []).map(({ key, title, asks, freshness_days: freshnessDays, accepts }) => ({ key, title, asks: asks ?? "", freshnessDays, accepts, answeredBy: [] })),
    ...sections,
  };
}
