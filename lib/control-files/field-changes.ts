import { CONTROL_TEST_NAMES, CONTROL_TESTS, formatTestSteps, operatesText, SECTION_HEADINGS, type ControlSections, type LibraryControl } from "#lib/controls/index.ts";
import { plain } from "./control-file.ts";
import type { FileControl } from "./file-control.ts";

/** One thing that a file says otherwise than the organization has it. Empty: it is not there. */
export type FieldChange = { field: string; before: string; after: string };

/**
 * What differs between a control as the organization has it and as a file says it, field by field. Since when it holds is no
 * difference by itself: a file keeps the time that it was written with, and only a later one says when a change of it holds.
 */
export function fieldChanges(before: FileControl, after: FileControl): FieldChange[] {
  const changes = [...contentChanges(before, after), ...change("Retired", retiredText(before), retiredText(after))];
  return changes.length > 0 && statesLater(before, after) ? [...changes, ...change("Effective from", before.effectiveFrom ?? "", after.effectiveFrom ?? "")] : changes;
}

/** Whether a file says that what it changes holds from a time of its own, after that since which the control holds as it is. */
export function statesLater({ effectiveFrom: before }: FileControl, { effectiveFrom: after }: FileControl): boolean {
  return after !== null && before !== null && Date.parse(after) > Date.parse(before);
}

function retiredText({ retired }: FileControl): string {
  return retired === null ? "" : `${retired.from}${retired.successor === null ? "" : `, followed by ${retired.successor}`}\n${plain(retired.reason)}`;
}

/** What differs of what a control says. */
export function contentChanges(before: LibraryControl, after: LibraryControl): FieldChange[] {
  const parts = Object.keys(SECTION_HEADINGS) as (keyof ControlSections)[];
  return [
    ...change("Title", before.title, after.title),
    ...change("Type", before.kind, after.kind),
    ...change("Operates", operatesText(before), operatesText(after)),
    ...change("Team", before.ownerTeam, after.ownerTeam),
    ...change("Criticality", before.criticality ?? "", after.criticality ?? ""),
    ...change("Process owners", before.processOwners.join(", "), after.processOwners.join(", ")),
    ...parts.flatMap((part) => change(SECTION_HEADINGS[part], before[part], after[part])),
    ...CONTROL_TEST_NAMES.flatMap((test) => change(CONTROL_TESTS[test].heading, formatTestSteps(before[test]), formatTestSteps(after[test]))),
    ...changedEntries("Mapping", mappingTexts(before), mappingTexts(after)),
    ...changedEntries("Evidence request", requestTexts(before), requestTexts(after)),
    ...changedOrder(before, after),
  ];
}

function change(field: string, before: string, after: string): FieldChange[] {
  const [was, is] = [plain(before), plain(after)];
  return was === is ? [] : [{ field, before: was, after: is }];
}

function changedEntries(field: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): FieldChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => change(`${field} ${key}`, before.get(key) ?? "", after.get(key) ?? ""));
}

function mappingTexts({ mappings }: LibraryControl): Map<string, string> {
  return new Map(mappings.map((one) => [`${one.framework} ${one.requirement}`, `${one.relation}, ${one.origin}\n${plain(one.rationale)}`]));
}

function requestTexts({ evidenceRequests }: LibraryControl): Map<string, string> {
  return new Map(evidenceRequests.map((one) => [one.key, `${one.title}, fresh for ${one.freshnessDays} days, by ${one.accepts.join(", ")}\n${plain(one.asks)}`]));
}

/** Requests stand in an order that people chose. */
function changedOrder(before: LibraryControl, after: LibraryControl): FieldChange[] {
  const keys = (control: LibraryControl, other: LibraryControl): string =>
    control.evidenceRequests.map((one) => one.key).filter((key) => other.evidenceRequests.some((one) => one.key === key)).join(", ");
  return change("Order of evidence requests", keys(before, after), keys(after, before));
}
