import type { VerbArguments } from "#lib/access/index.ts";
import { CONTROL_TEST_NAMES, CONTROL_TESTS, formatTestSteps, lastRecordedVersions, operatesText, lastRecordedMappings, storedRequests, type ControlVersionRow, type MappingRecord, type StoredRequest } from "#lib/controls/index.ts";
import { findAims } from "#lib/engagements/index.ts";
import { allFrameworks, requirementsOf } from "#lib/frameworks/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { ownersInForce, owningMembers, type ControlOwner } from "#lib/ownership/index.ts";
import { lifeProblems } from "./life-problems.ts";
import { oneLine, requestLine } from "./request-line.ts";
import { judgeRow, type ImportedControl, type ImportProblem, type ImportRow } from "./judge-row.ts";

/** One thing about a control that the sheet says otherwise than the organization has it. */
export type FieldChange = { field: string; before: string; after: string };

export type PlannedControl = ImportedControl & {
  /** Null: the organization has no control of this code. */
  existing: { controlId: string; version: ControlVersionRow; mappings: MappingRecord[]; requests: StoredRequest[] } | null;
  changes: FieldChange[];
};

export type ImportPlan = { create: PlannedControl[]; differ: PlannedControl[]; same: PlannedControl[]; problems: ImportProblem[]; rows: number };

/** What rows of a sheet would do: what is new, what differs and in which fields, what is the same, and what cannot be taken. */
export async function planImport({ tx, context: { organizationId }, now }: Pick<VerbArguments<unknown>, "tx" | "context" | "now">, rows: readonly ImportRow[]): Promise<ImportPlan> {
  const zone = (await findOrganization(tx, organizationId))?.timeZone ?? "UTC";
  const today = dayOf(now, zone);
  const surroundings = { requirements: await requirementsInQuestion(tx), members: await owningMembers(tx, organizationId) };
  const versions = new Map([...(await lastRecordedVersions(tx, organizationId)).values()].map((one) => [one.code, one]));
  const mappings = Map.groupBy(await lastRecordedMappings(tx, organizationId), (one) => one.controlId);
  const requests = Map.groupBy(await storedRequests(tx, organizationId), (one) => one.controlId);
  const owners = await ownersInForce(tx, organizationId);
  const plan: ImportPlan = { create: [], differ: [], same: [], problems: [], rows: rows.length };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const { control, problems } = judgeRow(row, surroundings);
    const before = seen.get(control.code);
    if (before !== undefined) problems.push({ row: row.row, field: "code", sentence: `“${control.code}” stands in row ${before} already.` });
    plan.problems.push(...problems);
    if (problems.length > 0) continue;
    seen.set(control.code, row.row);
    const version = versions.get(control.code);
    const told = lifeProblems(control, version, { zone, today, isKnown: (code) => versions.has(code) || rows.some((one) => one.code === code) });
    plan.problems.push(...told);
    if (told.length > 0) continue;
    if (version !== undefined && version.retirement !== null) {
      plan.same.push({ ...control, existing: null, changes: [] });
      continue;
    }
    if (version === undefined) {
      plan.create.push({ ...control, existing: null, changes: [] });
      continue;
    }
    const { controlId } = version;
    const existing = { controlId, version, mappings: mappings.get(controlId) ?? [], requests: requests.get(controlId) ?? [] };
    const changes = changesOf(control, existing, owners.get(controlId), zone);
    plan[changes.length === 0 ? "same" : "differ"].push({ ...control, existing, changes });
  }
  return plan;
}

/** Requirements of every edition; a number alone means one of the frameworks aimed at, or of any without an aim. */
async function requirementsInQuestion(tx: Parameters<typeof findAims>[0]) {
  const aims = new Set((await findAims(tx)).map((aim) => aim.frameworkKey));
  const codes = Map.groupBy(await requirementsOf(tx), (one) => one.frameworkKey);
  return (await allFrameworks(tx)).map(({ key, name, edition }) => ({ key, name, edition, asked: aims.size === 0 || aims.has(key), codes: new Set((codes.get(key) ?? []).map((one) => one.code)) }));
}

function changesOf(control: ImportedControl, { version, mappings, requests }: NonNullable<PlannedControl["existing"]>, owner: ControlOwner | undefined, zone: string): FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: string, before: string, after: string | null): void => {
    if (after !== null && after !== before) changes.push({ field, before, after });
  };
  compare("Title", version.title, control.title);
  compare("Statement", version.statement, control.statement);
  compare("Type", version.kind, control.kind);
  compare("Frequency", version.operates.replace(/\s+/g, " "), control.frequency === null && control.trigger === null ? null : operatesText(control));
  for (const test of CONTROL_TEST_NAMES) compare(CONTROL_TESTS[test].heading, formatTestSteps(version[test]), control[test] === null ? null : formatTestSteps(control[test]));
  if (control.owner !== null && !isOwner(control.owner, owner)) compare("Owner", owner?.name ?? "", control.owner.name);
  const held = new Set(mappings.filter((one) => !one.retracted).map((one) => `${one.frameworkKey} ${one.requirementCode}`));
  const missing = control.mappings.filter((one) => !held.has(`${one.framework} ${one.requirement}`)).map((one) => one.requirement);
  if (missing.length > 0) changes.push({ field: "Requirements", before: `${held.size} mapped`, after: `${missing.join(", ")} added` });
  const other = mappings.filter((one) => !one.retracted && control.mappings.some((each) => each.framework === one.frameworkKey && each.requirement === one.requirementCode && each.relation !== null && each.relation !== one.strength));
  if (other.length > 0) changes.push({ field: "Answers", before: other.map((one) => `${one.requirementCode} ${one.strength}`).join(", "), after: other.map((one) => `${one.requirementCode} ${one.strength === "satisfies" ? "contributes" : "satisfies"}`).join(", ") });
  const asked = new Set(requests.filter((one) => one.retiredAt === null).map((one) => requestLine(one)));
  const added = control.requests.filter((text) => !asked.has(oneLine(text)));
  if (added.length > 0) changes.push({ field: "Evidence request", before: `${asked.size} asked`, after: added.join("\n") });
  if (control.retired !== null) changes.push({ field: "Retired", before: "", after: `${control.retired.day}${control.retired.successor === null ? "" : `, followed by ${control.retired.successor}`}` });
  if (changes.length > 0 && statesLater(control, version, zone)) changes.push({ field: "Effective from", before: dayOf(version.effectiveFrom, zone), after: control.effectiveFrom ?? "" });
  return changes;
}

/** Whether a row says that what it changes holds from a day of its own, after that since which the control holds as it is. */
export function statesLater({ effectiveFrom }: Pick<ImportedControl, "effectiveFrom">, version: Pick<ControlVersionRow, "effectiveFrom">, zone: string): boolean {
  return effectiveFrom !== null && effectiveFrom > dayOf(version.effectiveFrom, zone);
}

function isOwner(named: NonNullable<ImportedControl["owner"]>, owner: ControlOwner | undefined): boolean {
  if (owner === undefined) return false;
  return named.kind === "member" ? owner.memberId === named.memberId : owner.email === named.email;
}
