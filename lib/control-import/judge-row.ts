import { CONTROL_TEST_NAMES, frequencyAndTrigger, type ControlFrequency, type ControlKind, type ControlTest, type MappingRelation, type TestStep } from "#lib/controls/index.ts";
import type { ImportField } from "./fields.ts";
import { readDay } from "./read-day.ts";
import { readSteps } from "./read-steps.ts";
import { readRequirements, type RequirementIndex } from "./read-requirements.ts";
import { IMPORT_LIMITS } from "./limits.ts";

/** A row's cells as text, by field; empty where the sheet has none. */
export type ImportRow = { row: number } & Record<ImportField, string>;

/** What a cell says that cannot be taken, and where: "row 14, column Owner: …". */
export type ImportProblem = { row: number; field: ImportField | null; sentence: string };

export type NamedOwner = { kind: "member"; memberId: string; name: string } | { kind: "person"; name: string; email: string };

/** A control as a row says it. Null: the sheet says nothing of it. */
export type ImportedControl = {
  row: number;
  code: string;
  title: string;
  statement: string | null;
  kind: ControlKind | null;
  frequency: ControlFrequency | null;
  trigger: string | null;
  owner: NamedOwner | null;
  /** Where the sheet does not say how it answers a requirement, the person who imports it does. */
  mappings: { framework: string; requirement: string; relation: MappingRelation | null }[];
  requests: string[];
  designTest: TestStep[] | null;
  operatingTest: TestStep[] | null;
  /** Days, in the organization's zone. */
  effectiveFrom: string | null;
  retired: { day: string; successor: string | null; reason: string } | null;
};

export type Surroundings = {
  requirements: RequirementIndex;
  /** Members who can own things. */
  members: readonly { id: string; name: string; email: string }[];
};

const FREQUENCIES: Readonly<Record<string, ControlFrequency>> = {
  continuous: "continuous", continuously: "continuous", ongoing: "continuous", realtime: "continuous", daily: "daily", everyday: "daily", weekly: "weekly", everyweek: "weekly",
  monthly: "monthly", everymonth: "monthly", quarterly: "quarterly", everyquarter: "quarterly", semiannual: "semiannual", semiannually: "semiannual", biannual: "semiannual", biannually: "semiannual",
  twiceayear: "semiannual", halfyearly: "semiannual", annual: "annual", annually: "annual", yearly: "annual", onceayear: "annual", everyyear: "annual",
};
const KINDS: Readonly<Record<string, ControlKind>> = { manual: "manual", m: "manual", automated: "automated", automatic: "automated", auto: "automated", a: "automated", semiautomated: "manual", hybrid: "manual", itdependentmanual: "manual" };

const ADDRESS = /[^\s<>,;"'()]+@[^\s<>,;"'()]+\.[^\s<>,;"'()]+/u;
const squeezed = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/u;

/** Reads one row. What cannot be taken is told, and nothing of it is guessed. */
export function judgeRow(row: ImportRow, surroundings: Surroundings): { control: ImportedControl; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const report = (field: ImportField, sentence: string): void => { problems.push({ row: row.row, field, sentence }); };
  for (const field of ["title", "statement", "frequency", "request", "owner", "designTest", "operatingTest", "retiredReason"] as const) if (UNPRINTABLE.test(row[field])) report(field, "it holds a control character, or a mark that reverses the reading order.");
  const title = row.title.replace(/\s+/g, " ").trim();
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/u.test(row.code)) report("code", row.code === "" ? "it is empty." : `“${row.code.slice(0, 80)}” is no code: letters, digits, dots and hyphens, at most 64.`);
  if (title === "") report("title", "it is empty.");
  else if (title.length > 200) report("title", `it has ${title.length} characters; at most 200.`);
  if (row.statement.length > 20_000) report("statement", "it has more than 20,000 characters.");
  const kind = row.kind === "" ? null : (KINDS[squeezed(row.kind)] ?? null);
  if (row.kind !== "" && kind === null) report("kind", `“${row.kind.slice(0, 80)}” is neither manual nor automated.`);
  const { frequency, trigger } = readFrequency(row.frequency);
  const mappings = readMappings(row, surroundings, report);
  const requests = row.request.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== "");
  if (requests.length > IMPORT_LIMITS.requestsPerControl) report("request", `it has ${requests.length} lines; at most ${IMPORT_LIMITS.requestsPerControl} requests.`);
  const owner = readOwner(row.owner, surroundings, (sentence) => report("owner", sentence));
  const [designTest = null, operatingTest = null] = CONTROL_TEST_NAMES.map((test) => readTest(row, test, report));
  const effectiveFrom = dayOf(row, "effectiveFrom", report);
  const retired = readRetirement(row, effectiveFrom, report);
  return { control: { row: row.row, code: row.code, title, statement: row.statement === "" ? null : row.statement, kind, frequency, trigger, owner, mappings, requests, designTest, operatingTest, effectiveFrom, retired }, problems };
}

type Report = (field: ImportField, sentence: string) => void;

function readFrequency(cell: string): Pick<ImportedControl, "frequency" | "trigger"> {
  const words = cell.replace(/\s+/g, " ").slice(0, 2_000);
  const frequency = FREQUENCIES[squeezed(words)] ?? null;
  if (words === "" || frequency !== null) return { frequency, trigger: null };
  return frequencyAndTrigger(words);
}

/** Requirements of the three columns; one that stands in two of them is told. */
function readMappings(row: ImportRow, { requirements }: Surroundings, report: Report): ImportedControl["mappings"] {
  const read = ([["mappings", null], ["satisfies", "satisfies"], ["contributes", "contributes"]] as const).flatMap(([field, relation]) => {
    const found = readRequirements(row[field], requirements);
    for (const sentence of found.problems) report(field, sentence);
    return found.mappings.map((one) => ({ ...one, relation, field }));
  });
  const twice = read.find((one, at) => read.findIndex((each) => each.framework === one.framework && each.requirement === one.requirement) !== at);
  if (twice !== undefined) report(twice.field, `${twice.requirement} stands in two columns.`);
  return read.map(({ framework, requirement, relation }) => ({ framework, requirement, relation }));
}

function readTest(row: ImportRow, test: ControlTest, report: Report): TestStep[] | null {
  if (row[test] === "") return null;
  const { steps, problems } = readSteps(row[test], test);
  for (const sentence of problems) report(test, sentence);
  return steps;
}

function dayOf(row: ImportRow, field: "effectiveFrom" | "retiredOn", report: Report): string | null {
  const day = row[field] === "" ? null : readDay(row[field]);
  if (row[field] !== "" && day === null) report(field, `“${row[field].slice(0, 40)}” is no day. Write it like 2026-10-01.`);
  return day;
}

function readRetirement(row: ImportRow, effectiveFrom: string | null, report: Report): ImportedControl["retired"] {
  const day = dayOf(row, "retiredOn", report);
  const successor = row.successor === "" ? null : row.successor;
  if (successor !== null && row.retiredOn === "") report("successor", "it stands beside a control that is not retired.");
  if (successor === row.code && successor !== null) report("successor", "a control does not succeed itself.");
  if (day !== null && effectiveFrom !== null && day < effectiveFrom) report("retiredOn", `it lies before ${effectiveFrom}, from when the control holds.`);
  return day === null ? null : { day, successor, reason: row.retiredReason };
}

function readOwner(text: string, { members }: Surroundings, report: (sentence: string) => void): NamedOwner | null {
  if (text === "") return null;
  const email = ADDRESS.exec(text)?.[0].toLowerCase();
  const name = (email === undefined ? text : text.replace(ADDRESS, "")).replace(/[<>,;"'()]/g, " ").replace(/\s+/g, " ").trim().slice(0, 120);
  if (email !== undefined) {
    const member = members.find((one) => one.email === email);
    if (member !== undefined) return { kind: "member", memberId: member.id, name: member.name };
    return { kind: "person", name: name === "" ? email : name, email };
  }
  const named = members.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (named.length === 1) return { kind: "member", memberId: named[0]!.id, name: named[0]!.name };
  report(named.length === 0 ? `nobody here is called “${name}”. Write an e-mail address, then it works without a member too.` : `${named.length} members are called “${name}”. Write the e-mail address.`);
  return null;
}
