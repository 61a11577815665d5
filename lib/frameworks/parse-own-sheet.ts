import { dateSchema, identifierSchema, isPrintable, type ContentProblem, type Parsed } from "#lib/content/index.ts";
import type { Framework, FrameworkGroup, FrameworkRequirement } from "./framework.ts";
import { OWN_FRAMEWORK_LIMITS } from "./own-limits.ts";
import { judged, type OwnOrigin } from "./parse-own-framework.ts";

/** What a table cannot say: what the framework is called. */
export type SheetNames = { id: string; name: string; edition: string; one: string; many: string; validFrom: string; validUntil: string };

const COLUMNS = {
  code: { required: true, words: ["code", "id", "identifier", "number", "no", "ref", "reference", "requirement", "clause", "criterion"] },
  title: { required: true, words: ["title", "name", "description", "text", "requirementtext"] },
  group: { required: false, words: ["group", "section", "domain", "category", "chapter", "area"] },
  parent: { required: false, words: ["parent", "parentcode", "refines", "below"] },
} as const;
type Column = keyof typeof COLUMNS;

type Row = { number: number; cells: readonly string[] };

const ONLY_GROUP = "all";

/**
 * Reads a framework of one's own from the rows of a sheet: one item a row, headers in the first row that is not empty.
 * Never throws on bad content; a problem's line is the row, its column the column, as a spreadsheet program counts them.
 */
export function parseOwnSheet(file: string, rows: readonly Row[], names: SheetNames, origin: OwnOrigin): Parsed<Framework> {
  const filled = rows.filter((row) => row.cells.some((cell) => cell !== ""));
  const [header, ...body] = filled;
  if (header === undefined || body.length === 0) return { value: null, problems: [{ file, line: 1, column: 1, sentence: "The sheet has no rows below its headers." }] };
  const columns = columnsIn(header);
  const missing = (Object.keys(COLUMNS) as Column[]).filter((name) => COLUMNS[name].required && columns[name] === undefined);
  if (missing.length > 0) return { value: null, problems: missing.map((name) => ({ file, line: header.number, column: 1, sentence: `No column is called “${name}”. Known words: ${COLUMNS[name].words.slice(0, 5).join(", ")}.` })) };
  const problems = nameProblems(file, names);
  const { groups, groupOf } = groupsIn(body, columns);
  const seen = new Map<string, number>();
  const requirements = body.map((row): FrameworkRequirement => {
    const cell = (name: Column): string => row.cells[columns[name] ?? -1] ?? "";
    const at = { line: row.number, column: (columns.code ?? 0) + 1 };
    const report = (name: Column, sentence: string) => problems.push({ file, line: row.number, column: (columns[name] ?? 0) + 1, sentence });
    const code = cell("code");
    if (!identifierSchema.safeParse(code).success) report("code", `“${code.slice(0, 64)}” is no identifier: letters, digits, dots and hyphens only, at most 64.`);
    const first = seen.get(code);
    if (first === undefined) seen.set(code, row.number);
    else report("code", `“${code}” stands twice, first in row ${first}.`);
    if (cell("title") === "") report("title", `“${code}” has no title.`);
    else if (!isPrintable(cell("title"))) report("title", `The title of ${code} holds a control character.`);
    return { id: code, title: cell("title"), group: groupOf(cell("group")), parent: cell("parent") === "" ? null : cell("parent"), newInEdition: false, at };
  });
  return judged(file, { ...frameOf(names, origin), groups, requirements }, problems);
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

function columnsIn(header: Row): Partial<Record<Column, number>> {
  const columns: Partial<Record<Column, number>> = {};
  for (const name of Object.keys(COLUMNS) as Column[]) {
    const words: readonly string[] = COLUMNS[name].words;
    const [best] = header.cells.map((cell, index) => ({ index, rank: words.indexOf(plain(cell)) })).filter(({ index, rank }) => rank >= 0 && !Object.values(columns).includes(index)).sort((a, b) => a.rank - b.rank);
    if (best !== undefined) columns[name] = best.index;
  }
  return columns;
}

/** Groups by the order of their first row; a number or code before the words is the group's own: "A.5 Organization". */
function groupsIn(body: readonly Row[], columns: Partial<Record<Column, number>>): { groups: FrameworkGroup[]; groupOf(text: string): string } {
  const groups = new Map<string, FrameworkGroup>();
  for (const row of body) {
    const text = columns.group === undefined ? "" : row.cells[columns.group] ?? "";
    if (groups.has(text)) continue;
    const at = { line: row.number, column: (columns.group ?? 0) + 1 };
    const coded = /^([A-Za-z]{0,4}[.-]?\d[A-Za-z0-9.-]*|[A-Z]{1,6}\d*)\s+(\S.*)$/u.exec(text);
    if (text === "") groups.set(text, { id: ONLY_GROUP, title: groups.size === 0 && columns.group === undefined ? "All items" : "Without a group", parent: null, at });
    else groups.set(text, { id: coded?.[1] ?? `group-${groups.size + 1}`, title: coded?.[2] ?? text, parent: null, at });
  }
  return { groups: [...groups.values()], groupOf: (text) => groups.get(columns.group === undefined ? "" : text)?.id ?? ONLY_GROUP };
}

function frameOf(names: SheetNames, origin: OwnOrigin): Omit<Framework, "groups" | "requirements"> {
  const dated = names.validFrom !== "" || names.validUntil !== "";
  return {
    id: names.id, name: names.name, edition: names.edition, publisher: origin.publisher, itemLabel: { one: names.one, many: names.many },
    validFrom: names.validFrom === "" ? null : names.validFrom, validUntil: names.validUntil === "" ? null : names.validUntil,
    validityNote: dated ? "As stated with the file." : null, supersededBy: null, supersededByAt: { line: 1, column: 1 }, source: origin.source, notCovered: [],
  };
}

function nameProblems(file: string, names: SheetNames): ContentProblem[] {
  const report = (sentence: string): ContentProblem => ({ file, line: 1, column: 1, sentence });
  const empty = (["name", "edition", "one", "many"] as const).filter((key) => names[key].trim() === "");
  const days = [names.validFrom, names.validUntil].filter((day) => day !== "");
  return [
    ...(identifierSchema.safeParse(names.id).success ? [] : [report("The id has letters, digits, dots and hyphens only.")]),
    ...(empty.length === 0 ? [] : [report("Say how the framework, its edition and its items are called.")]),
    ...(days.every((day) => dateSchema.safeParse(day).success) ? [] : [report("A day is written like 2024-03-31, and must exist.")]),
    ...(days.length === 2 && names.validUntil < names.validFrom ? [report("It would end before it begins.")] : []),
    ...(names.name.length > OWN_FRAMEWORK_LIMITS.titleCharacters ? [report("The name is too long.")] : []),
  ];
}
