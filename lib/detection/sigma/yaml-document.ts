import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import { DETECTION_LIMITS } from "../limits.ts";
import { positions, readPlainYaml } from "./plain-yaml.ts";
import type { ProblemSink } from "./problems.ts";

/** YAML reduced to what Sigma uses, each node with its offset in the file. */
export type YamlNode = YamlMap | YamlList | YamlScalar;
export type YamlMap = { readonly kind: "map"; readonly offset: number; readonly entries: readonly YamlEntry[] };
export type YamlEntry = { readonly key: string; readonly offset: number; readonly value: YamlNode };
export type YamlList = { readonly kind: "list"; readonly offset: number; readonly items: readonly YamlNode[] };
export type YamlScalar = {
  readonly kind: "scalar";
  readonly offset: number;
  readonly value: string | number | boolean | null;
  /** As written: numbers keep their spelling (`0x17`, `007`). */
  readonly text: string;
};

export type YamlDocument = { readonly root: YamlMap; readonly offset: number; /** The document's own text. */ readonly text: string };
export type YamlFile = {
  readonly documents: readonly YamlDocument[];
  readonly position: (offset: number) => { line: number; column: number };
};

/**
 * Reads a file of one or more YAML 1.2 documents. Aliases, merge keys, duplicate keys, tags and deep nesting are
 * refused with their place: in a rule they are mistakes or attacks.
 */
export function readYaml(text: string, problems: ProblemSink): YamlFile {
  if (text.length > DETECTION_LIMITS.ruleDocumentChars) {
    problems.refuse(0, `The file is longer than ${DETECTION_LIMITS.ruleDocumentChars} characters.`);
    return { documents: [], position: () => ({ line: 1, column: 1 }) };
  }
  const plain = readPlainYaml(text);
  return plain === null ? readByLibrary(text, problems) : { documents: [plain], position: positions(text) };
}

/** How the library tells that it was nested too deeply for it. */
const STACK_OVERFLOW = /call stack/;

/** The same for every file, also one that is not written plainly. */
export function readByLibrary(text: string, problems: ProblemSink): YamlFile {
  const parsed = parseAllDocuments(text, { uniqueKeys: false, version: "1.2", schema: "core", merge: false, logLevel: "silent", prettyErrors: false });
  const documents: YamlDocument[] = [];
  for (const document of parsed as Document.Parsed[]) {
    const refused = document.errors.length > 0;
    const overflow = document.errors.find(({ message }) => STACK_OVERFLOW.test(message));
    // What follows it are only its consequences, one for each level.
    if (overflow) problems.refuse(overflow.pos[0], `The YAML is nested deeper than ${DETECTION_LIMITS.depth} levels.`);
    else for (const error of document.errors) problems.refuse(error.pos[0], `The YAML is not valid: ${error.message.replace(/\.?$/, ".")}`);
    if (refused || document.contents === null) continue;
    const start = document.range[0];
    const root = convert(document.contents, start, 0, problems);
    if (root === null) continue;
    if (root.kind !== "map") problems.refuse(root.offset, "A rule must be a map of attributes.");
    else documents.push({ root, offset: root.offset, text: text.slice(start, document.range[1]).trim() });
  }
  return { documents, position: positions(text) };
}

function convert(node: unknown, parentOffset: number, depth: number, problems: ProblemSink): YamlNode | null {
  if (node === null || node === undefined) return { kind: "scalar", offset: parentOffset, value: null, text: "" };
  if (depth > DETECTION_LIMITS.depth) {
    problems.refuse(parentOffset, `The YAML is nested deeper than ${DETECTION_LIMITS.depth} levels.`);
    return null;
  }
  if (isAlias(node)) {
    problems.refuse(node.range?.[0] ?? parentOffset, "YAML aliases are not accepted in rules: write the value out.");
    return null;
  }
  if (isMap(node)) return convertMap(node.items, node.range?.[0] ?? parentOffset, depth, problems);
  if (isSeq(node)) {
    const offset = node.range?.[0] ?? parentOffset;
    const items = node.items.map((item) => convert(item, offset, depth + 1, problems));
    return items.includes(null) ? null : { kind: "list", offset, items: items as YamlNode[] };
  }
  if (isScalar(node)) return convertScalar(node.value, node.source, node.range?.[0] ?? parentOffset, problems);
  problems.refuse(parentOffset, "This kind of YAML node is not accepted in rules.");
  return null;
}

function convertMap(pairs: readonly { key: unknown; value: unknown }[], offset: number, depth: number, problems: ProblemSink): YamlMap | null {
  const entries: YamlEntry[] = [];
  // Asked here: the library compares every key with every other.
  const seen = new Set<string>();
  let whole = true;
  for (const pair of pairs) {
    const keyOffset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
    const key = isScalar(pair.key) ? pair.key.value : undefined;
    if (key === undefined || key === "<<") {
      problems.refuse(keyOffset, key === "<<" ? "YAML merge keys are not accepted in rules." : "A map's key must be plain text.");
      whole = false;
      continue;
    }
    const name = key === null ? "" : String(key);
    if (seen.has(name)) {
      problems.refuse(keyOffset, `The YAML is not valid: "${name}" stands twice in one map.`);
      whole = false;
      continue;
    }
    seen.add(name);
    const value = convert(pair.value, keyOffset, depth + 1, problems);
    if (value === null) whole = false;
    else entries.push({ key: name, offset: keyOffset, value });
  }
  return whole ? { kind: "map", offset, entries } : null;
}

function convertScalar(value: unknown, source: string | undefined, offset: number, problems: ProblemSink): YamlScalar | null {
  if (typeof value === "string") return { kind: "scalar", offset, value, text: value };
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return { kind: "scalar", offset, value, text: source ?? String(value) };
  }
  problems.refuse(offset, "This value is of a type that rules do not use.");
  return null;
}

/** The entry of a map, by key. */
export function entry(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((candidate) => candidate.key === key);
}
