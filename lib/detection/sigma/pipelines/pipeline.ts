import { sha256Hex } from "../../sha256.ts";
import { readModifiers } from "../modifiers.ts";
import type { ProblemSink } from "../problems.ts";
import { optionalText, requiredText, textList } from "../read-values.ts";
import { type Logsource, LOGSOURCE_PARTS, type SelectorSource } from "../rule.ts";
import { entry, readYaml, type YamlEntry, type YamlMap, type YamlNode } from "../yaml-document.ts";

/** What brings rules to the names of another kind of record: steps that are taken one after another. */
export type Pipeline = {
  readonly name: string;
  readonly title: string;
  /** Pipelines of a lower number come first; of the same, in the order in which they were asked for. */
  readonly priority: number;
  /** SHA-256 of its text: part of what a rule says that went through it. */
  readonly hash: string;
  readonly steps: readonly Step[];
};

export type Step = { readonly when: When; readonly act: Act };

/** Of each part that is named, the values of which a rule's log source must state one. */
export type When = { readonly [part in keyof Logsource]: readonly string[] };

export type Act =
  /** Fields by their names, each read from any of others; `a.*: b.*` brings all that begin with `a.`. */
  | { readonly kind: "fields"; readonly names: ReadonlyMap<string, readonly string[]> }
  /** Put before the name of every field that no step has named anew. */
  | { readonly kind: "prefix"; readonly prefix: string }
  /** Fields whose conditions are left out. */
  | { readonly kind: "drop"; readonly fields: ReadonlySet<string> }
  /** Further conditions, all of which must hold. */
  | { readonly kind: "add"; readonly selectors: readonly SelectorSource[] }
  /** By field, values in lower case and what stands in their place. */
  | { readonly kind: "values"; readonly byField: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> }
  | { readonly kind: "logsource"; readonly logsource: Logsource }
  | { readonly kind: "refuse"; readonly sentence: string };

const ACTS = ["fields", "prefix", "drop", "add", "values", "logsource", "refuse"] as const;
const NAME_CHARS = 256;
const SENTENCE_CHARS = 1_000;
const MAX_PRIORITY = 1_000;
const USUAL_PRIORITY = 50;

/** Reads a pipeline's file. Problems go to the sink, each with its place; null when there was one. */
export function readPipeline(text: string, problems: ProblemSink, located: (position: (offset: number) => { line: number; column: number }) => void): Pipeline | null {
  let whole = true;
  const early: [number, string][] = [];
  const file = readYaml(text, { refuse: (offset, message) => early.push([offset, message]), warn: (offset, message) => early.push([offset, message]) });
  located(file.position);
  const sink: ProblemSink = {
    refuse(offset, message) {
      whole = false;
      problems.refuse(offset, message);
    },
    warn: (offset, message) => problems.warn(offset, message),
  };
  for (const [offset, message] of early) sink.refuse(offset, message);
  if (early.length === 0 && file.documents.length !== 1) sink.refuse(0, "A file of a pipeline holds one document.");
  const document = file.documents[0];
  if (!whole || document === undefined) return null;
  const pipeline = { ...describe(document.root, sink), hash: sha256Hex(text), steps: readSteps(document.root, sink) };
  return whole ? pipeline : null;
}

function describe(root: YamlMap, problems: ProblemSink): Pick<Pipeline, "name" | "title" | "priority"> {
  knownKeys(root, ["name", "title", "description", "priority", "steps"], problems);
  for (const { key, offset } of root.entries) if (key === "name" && !/^[a-z0-9][a-z0-9-]*$/.test(optionalText(root, "name", NAME_CHARS, problems) ?? "")) problems.refuse(offset, "The name of a pipeline is of small letters, digits and hyphens.");
  const stated = entry(root, "priority")?.value;
  const priority = stated === undefined ? USUAL_PRIORITY : stated.kind === "scalar" ? stated.value : null;
  const usable = typeof priority === "number" && Number.isInteger(priority) && priority >= 0 && priority <= MAX_PRIORITY;
  if (!usable) problems.refuse(stated!.offset, `"priority" must be a whole number from 0 to ${MAX_PRIORITY}.`);
  return { name: requiredText(root, "name", NAME_CHARS, problems), title: requiredText(root, "title", NAME_CHARS, problems), priority: usable ? priority : 0 };
}

function knownKeys(map: YamlMap, known: readonly string[], problems: ProblemSink): void {
  for (const { key, offset } of map.entries) if (!known.includes(key)) problems.refuse(offset, `"${key}" is not one of ${known.join(", ")}.`);
}

function readSteps(root: YamlMap, problems: ProblemSink): Step[] {
  const steps = entry(root, "steps");
  if (steps?.value.kind !== "list" || steps.value.items.length === 0) {
    problems.refuse(steps?.value.offset ?? root.offset, 'A pipeline has a list of "steps".');
    return [];
  }
  return steps.value.items.flatMap((item) => {
    const step = item.kind === "map" ? readStep(item, problems) : null;
    if (item.kind !== "map") problems.refuse(item.offset, "A step must be a map.");
    return step ?? [];
  });
}

function readStep(map: YamlMap, problems: ProblemSink): Step | null {
  knownKeys(map, ["when", ...ACTS], problems);
  const acts = map.entries.filter(({ key }) => key !== "when");
  if (acts.length !== 1) {
    problems.refuse(map.offset, `A step does one thing: ${ACTS.join(", ")}.`);
    return null;
  }
  const when = entry(map, "when");
  const act = readAct(map, acts[0]!, problems);
  return act && { when: when ? readWhen(when, problems) : {}, act };
}

function readWhen({ value }: YamlEntry, problems: ProblemSink): When {
  if (value.kind !== "map" || value.entries.length === 0) {
    problems.refuse(value.offset, `"when" is a map of ${LOGSOURCE_PARTS.join(", ")}.`);
    return {};
  }
  knownKeys(value, LOGSOURCE_PARTS, problems);
  return Object.fromEntries(value.entries.map(({ key }) => [key, textList(value, key, problems).map(({ text }) => text.toLowerCase())]));
}

function readAct(step: YamlMap, { key, value, offset }: YamlEntry, problems: ProblemSink): Act | null {
  switch (key) {
    case "prefix":
      return { kind: "prefix", prefix: requiredText(step, "prefix", NAME_CHARS, problems) };
    case "refuse":
      return { kind: "refuse", sentence: requiredText(step, "refuse", SENTENCE_CHARS, problems) };
    case "drop":
      return { kind: "drop", fields: new Set(textList(step, "drop", problems).map(({ text }) => text)) };
    default:
      if (value.kind === "map" && value.entries.length > 0) return readMapAct(key, value, problems);
      problems.refuse(offset, `"${key}" must be a map.`);
      return null;
  }
}

function readMapAct(key: string, map: YamlMap, problems: ProblemSink): Act | null {
  switch (key) {
    case "fields":
      return { kind: "fields", names: fieldNames(map, problems) };
    case "add":
      return { kind: "add", selectors: map.entries.flatMap((added) => selectorOf(added, problems) ?? []) };
    case "values":
      return { kind: "values", byField: new Map(map.entries.map(({ key: field, value }) => [field, replacements(field, value, problems)])) };
    case "logsource": {
      knownKeys(map, LOGSOURCE_PARTS, problems);
      return { kind: "logsource", logsource: Object.fromEntries(map.entries.map(({ key: part }) => [part, requiredText(map, part, NAME_CHARS, problems).toLowerCase()])) };
    }
    default:
      return null;
  }
}

function fieldNames(map: YamlMap, problems: ProblemSink): Map<string, readonly string[]> {
  const names = texts(map, problems);
  for (const { key, offset } of map.entries) {
    const begins = key.endsWith(".*");
    const usable = [key, ...(names.get(key) ?? [])].every((name) => (begins ? name.endsWith(".*") : !name.endsWith("*")) && !name.slice(0, -1).includes("*"));
    if (!usable) problems.refuse(offset, `"${key}": a star stands for the end of a name, after a dot, on both sides or on none.`);
  }
  return names;
}

/** By key a text or a list of texts, none of them empty. */
function texts(map: YamlMap, problems: ProblemSink): Map<string, readonly string[]> {
  return new Map(
    map.entries.map(({ key, offset }) => {
      const found = textList(map, key, problems).map(({ text }) => text);
      if (found.length === 0 || found.includes("")) problems.refuse(offset, `"${key}" is brought to nothing: say at least one name.`);
      return [key, [...new Set(found)]];
    }),
  );
}

function replacements(field: string, value: YamlNode, problems: ProblemSink): Map<string, readonly string[]> {
  if (value.kind === "map") return new Map([...texts(value, problems)].map(([from, to]) => [from.toLowerCase(), to]));
  problems.refuse(value.offset, `"${field}" must be a map of values and what stands in their place.`);
  return new Map();
}

function selectorOf({ key, value, offset }: YamlEntry, problems: ProblemSink): SelectorSource | null {
  const [field, ...modifiers] = key.split("|");
  const nodes = value.kind === "list" ? value.items : [value];
  const values = nodes.flatMap((node) => (node.kind === "scalar" ? [{ value: node.value, text: node.text, offset: node.offset }] : []));
  const selector: SelectorSource = { kind: "selector", field: field!, modifiers, values, offset, label: key };
  if (field !== "" && values.length === nodes.length && values.length > 0) return readModifiers(selector, problems) && selector;
  problems.refuse(offset, `"${key}" must be a field with plain values.`);
  return null;
}
