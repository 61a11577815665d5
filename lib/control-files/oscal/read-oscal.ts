import { z } from "zod";
import type { ContentProblem, Parsed } from "#lib/content/index.ts";
import { CONTROL_FREQUENCIES, CRITICALITIES, MAPPING_ORIGINS, MAPPING_RELATIONS, SOURCE_KINDS, type ControlSections, type ControlTest, type LibraryControl, type TestStep } from "#lib/controls/index.ts";
import { parseJson } from "#lib/platform/parse-json.ts";
import { inOrder } from "../control-file.ts";
import { timeSchema, type FileControl } from "../file-control.ts";
import { ENDED_MAPPING, PART_NAMES, STEP_PART, SUCCESSOR, WITHDRAWN } from "./write-catalog.ts";

/** Deeper nesting is no catalog of controls. */
const MAX_DEPTH = 12;
const NOT_STATED = "Not stated";

const text = z.string();
const props = z.array(z.looseObject({ name: text, value: text })).default([]);
type Part = { name: string; title?: string | undefined; prose?: string | undefined; props: z.output<typeof props>; parts: Part[] };
const part: z.ZodType<Part> = z.looseObject({ name: text, title: text.optional(), prose: text.optional(), props, parts: z.array(z.lazy(() => part)).default([]) });
const links = z.array(z.looseObject({ href: text, rel: text.optional() })).default([]);
type Control = { id: string; title: string; props: z.output<typeof props>; links: z.output<typeof links>; parts: Part[]; controls: Control[] };
const control: z.ZodType<Control> = z.looseObject({ id: text, title: text, props, links, parts: z.array(part).default([]), controls: z.array(z.lazy(() => control)).default([]) });
type Group = { controls: Control[]; groups: Group[] };
const group: z.ZodType<Group> = z.looseObject({ controls: z.array(control).default([]), groups: z.array(z.lazy(() => group)).default([]) });
const catalogFile = z.looseObject({ catalog: group });
const implemented = z.looseObject({ "control-id": text, description: text, props });
const component = z.looseObject({ title: text, props, "control-implementations": z.array(z.looseObject({ "implemented-requirements": z.array(implemented) })).default([]) });
const componentFile = z.looseObject({ "component-definition": z.looseObject({ components: z.array(component).default([]) }) });

/**
 * Controls of an OSCAL catalog, with the mappings of a component definition where there is one. What Tickmark wrote comes
 * back whole; of another's catalog, what it does not say is "Not stated", and a mapping whose framework it does not name
 * the way Tickmark does is left out and told.
 */
export function readOscal(catalog: string, components: string | null): Parsed<FileControl[]> {
  const problems: ContentProblem[] = [];
  const report = (file: string, sentence: string): number => problems.push({ file, line: 1, column: 1, sentence });
  const read = readFile("catalog.json", catalog, catalogFile, report);
  const defined = components === null ? null : readFile("component-definition.json", components, componentFile, report);
  if (read === null || problems.length > 0) return { value: null, problems };
  const mappings = Map.groupBy((defined?.["component-definition"].components ?? []).flatMap((one) => mappingsOf(one, report)), ({ code }) => code);
  const controls = flat(read.catalog, 0).filter((one) => isTaken(one, report)).map((one) => toControl(one, (mappings.get(codeOf(one)) ?? []).map(({ mapping }) => mapping)));
  const codes = new Set(controls.map(({ code }) => code));
  for (const code of mappings.keys()) if (!codes.has(code)) report("component-definition.json", `The catalog has no control ${code}.`);
  return { value: controls, problems };
}

function readFile<T>(file: string, source: string, schema: z.ZodType<T>, report: (file: string, sentence: string) => void): T | null {
  if (tooDeep(source)) {
    report(file, "It is nested too deeply to be OSCAL.");
    return null;
  }
  const json = parseJson(source);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  report(file, json === undefined ? "This is no JSON." : `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not OSCAL"}`);
  return null;
}

// Before it is parsed by functions that call themselves. Brackets in texts count too, but only between escaped quotes.
function tooDeep(source: string): boolean {
  let depth = 0;
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gsu)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > MAX_DEPTH * 4) return true;
  }
  return false;
}

function flat({ controls, groups }: Group, depth: number): Control[] {
  if (depth > MAX_DEPTH) return [];
  const own = controls.flatMap((one): Control[] => [one, ...flat({ controls: one.controls, groups: [] }, depth + 1)]);
  return [...own, ...groups.flatMap((one) => flat(one, depth + 1))];
}

const valueOf = (from: z.output<typeof props>, name: string): string | undefined => from.find((one) => one.name === name)?.value;
const among = <Value extends string>(values: readonly Value[], value: string | undefined): Value | undefined => values.find((one) => one === value);
const codeOf = ({ id, props: from }: Control): string => valueOf(from, "label") ?? id;

type OfCode = { code: string; mapping: LibraryControl["mappings"][number] };

function mappingsOf(one: z.output<typeof component>, report: (file: string, sentence: string) => void): OfCode[] {
  const code = valueOf(one.props, "label") ?? one.title;
  return one["control-implementations"].flatMap((each) => each["implemented-requirements"]).flatMap((each): OfCode[] => {
    const framework = valueOf(each.props, "framework");
    if (framework === undefined) {
      report("component-definition.json", `${code}: ${each["control-id"]} names no framework, so it is not mapped.`);
      return [];
    }
    return [{ code, mapping: mappingOf(each.props, framework, each["control-id"], each.description) }];
  });
}

function mappingOf(from: z.output<typeof props>, framework: string, id: string, rationale: string): OfCode["mapping"] {
  return {
    framework, requirement: valueOf(from, "requirement") ?? id, relation: among(MAPPING_RELATIONS, valueOf(from, "relation")) ?? "contributes",
    origin: among(MAPPING_ORIGINS, valueOf(from, "origin")) ?? "customer", rationale,
  };
}

function endedMapping({ props: from, prose }: Part): OfCode["mapping"][] {
  const [framework, requirement] = [valueOf(from, "framework"), valueOf(from, "requirement")];
  return framework === undefined || requirement === undefined ? [] : [mappingOf(from, framework, requirement, prose ?? "")];
}

function timeIn({ props: from }: Control, name: string): string | null {
  const { data } = timeSchema.safeParse(valueOf(from, name));
  return data ?? null;
}

const isWithdrawn = ({ props: from }: Control): boolean => from.some(({ name, value }) => name === WITHDRAWN.name && value === WITHDRAWN.value);

/** What another's catalog withdrew was never in force here, and says nothing but its title. */
function isTaken(one: Control, report: (file: string, sentence: string) => void): boolean {
  if (!isWithdrawn(one) || timeIn(one, "retired-from") !== null) return true;
  report("catalog.json", `${codeOf(one)} is withdrawn without a word since when, so it is not taken.`);
  return false;
}

function retiredOf(one: Control, reason: string): FileControl["retired"] {
  const from = timeIn(one, "retired-from");
  return from === null || !isWithdrawn(one) ? null : { from, reason: reason === "" ? NOT_STATED : reason, successor: valueOf(one.props, "successor") ?? one.links.find(({ rel }) => rel === SUCCESSOR)?.href.replace(/^#/u, "") ?? null };
}

function toControl(one: Control, mappings: LibraryControl["mappings"]): FileControl {
  const prose = (name: string): string => one.parts.filter((each) => each.name === name).map((each) => proseOf(each, 0)).join("\n\n").trim();
  const sections = Object.fromEntries(Object.entries(PART_NAMES).map(([key, { name }]) => [key, prose(name)])) as Record<keyof ControlSections, string>;
  const frequency = among(CONTROL_FREQUENCIES, valueOf(one.props, "frequency")) ?? null;
  const trigger = prose("trigger");
  return {
    code: codeOf(one),
    title: one.title,
    kind: valueOf(one.props, "kind") === "automated" ? "automated" : "manual",
    frequency,
    trigger: trigger === "" && frequency === null ? NOT_STATED : trigger === "" ? null : trigger,
    ownerTeam: valueOf(one.props, "owner") ?? NOT_STATED,
    criticality: among(CRITICALITIES, valueOf(one.props, "criticality")) ?? null,
    processOwners: one.props.filter(({ name }) => name === "process-owner").map(({ value }) => value),
    effectiveFrom: timeIn(one, "effective-from"),
    retired: retiredOf(one, prose("retirement")),
    mappings: inOrder([...mappings, ...one.parts.filter(({ name }) => name === ENDED_MAPPING).flatMap(endedMapping)]),
    evidenceRequests: one.parts.filter(({ name }) => name === "evidence-request").map((each, at) => ({
      key: valueOf(each.props, "key") ?? `own-${at + 1}`, title: each.title ?? NOT_STATED, asks: each.prose ?? "",
      freshnessDays: Number(valueOf(each.props, "freshness-days") ?? 365),
      accepts: acceptsOf(each), answeredBy: [],
    })),
    ...sections,
    designTest: stepsOf(one.parts, "designTest"),
    operatingTest: stepsOf(one.parts, "operatingTest"),
    statement: sections.statement === "" ? one.title : sections.statement,
  };
}

function stepsOf(parts: readonly Part[], test: ControlTest): TestStep[] {
  return parts.filter(({ name, props: from }) => name === STEP_PART && valueOf(from, "test") === test).map(({ props: from, prose, parts: facts }) => {
    const factOf = (name: string): string | null => facts.find((one) => one.name === name)?.prose ?? null;
    return { key: valueOf(from, "key") ?? "", does: prose ?? "", population: factOf("population"), sample: factOf("sample"), deviation: factOf("deviation") ?? "" };
  });
}

function acceptsOf({ props: from }: Part): LibraryControl["evidenceRequests"][number]["accepts"] {
  const kinds = from.filter(({ name }) => name === "accepts").flatMap(({ value }) => among(SOURCE_KINDS, value) ?? []);
  return kinds.length === 0 ? ["upload"] : kinds;
}

function proseOf({ prose, parts }: Part, depth: number): string {
  if (depth > MAX_DEPTH) return "";
  return [prose ?? "", ...parts.map((each) => proseOf(each, depth + 1))].filter((each) => each !== "").join("\n\n");
}
