import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { lastRecordedMappings, lastRecordedVersions, storedRequests, retiringVersion, versionsOfControls, type ControlVersionRow } from "#lib/controls/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { ownersInForce } from "#lib/ownership/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { csvRow, xlsxFile } from "#lib/spreadsheets/index.ts";
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS, type ImportField } from "./fields.ts";
import { stepsCell } from "./read-steps.ts";
import { oneLine, requestLine } from "./request-line.ts";

/** A control as a row: a cell for each field that an import reads. */
type Cells = Record<ImportField, string>;

/**
 * Every control of the organization as a row of the sheet that an import reads, retired ones too, in the order of codes:
 * imported into another organization and exported there, it has the same cells.
 */
export const exportSheet = defineVerb({
  name: "control_import.export",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<Cells[]> {
    const organization = await findOrganization(tx, organizationId);
    if (organization === null) throw notFound("organization");
    const versions = [...(await lastRecordedVersions(tx, organizationId)).values()].sort((a, b) => a.code.localeCompare(b.code, "en", { numeric: true }));
    const histories = await versionsOfControls(tx, organizationId, versions.filter((one) => one.retirement !== null).map((one) => one.controlId));
    const codes = new Map(versions.map((one) => [one.controlId, one.code]));
    const owners = await ownersInForce(tx, organizationId);
    const mappings = Map.groupBy(await lastRecordedMappings(tx, organizationId), (one) => one.controlId);
    const requests = Map.groupBy(await storedRequests(tx, organizationId), (one) => one.controlId);
    return versions.map((version): Cells => {
      const { controlId } = version;
      // Of a retired control what its retirement ended.
      const ended = retiringVersion(histories.get(controlId) ?? [])?.recordedAt.getTime();
      const held = (mappings.get(controlId) ?? []).filter((one) => (ended === undefined ? !one.retracted : one.retracted && one.recordedAt.getTime() === ended));
      const asked = (requests.get(controlId) ?? []).filter((one) => (ended === undefined ? one.retiredAt === null : one.retiredAt?.getTime() === ended)).sort((a, b) => a.position - b.position || a.key.localeCompare(b.key));
      const owner = owners.get(controlId);
      const answers = (strength: string): string => held.filter((one) => one.strength === strength).map((one) => `${one.frameworkKey} ${one.requirementCode}`).sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join("\n");
      return {
        ...wordsOf(version), ...lifeOf(version, histories.get(controlId) ?? [], codes, organization.timeZone),
        owner: owner === undefined ? "" : `${owner.name} <${owner.email}>`,
        mappings: "", satisfies: answers("satisfies"), contributes: answers("contributes"), request: asked.map(requestLine).join("\n"),
      };
    });
  },
});

function wordsOf({ code, title, statement, operates, kind, designTest, operatingTest }: ControlVersionRow): Pick<Cells, "code" | "title" | "statement" | "frequency" | "kind" | "designTest" | "operatingTest"> {
  return { code, title, statement: statement.replace(/\r\n?/g, "\n").trim(), frequency: oneLine(operates), kind, designTest: stepsCell(designTest), operatingTest: stepsCell(operatingTest) };
}

function lifeOf({ effectiveFrom, retirement }: ControlVersionRow, history: readonly ControlVersionRow[], codes: ReadonlyMap<string, string>, zone: string): Pick<Cells, "effectiveFrom" | "retiredOn" | "successor" | "retiredReason"> {
  const held = history.findLast((one) => one.retirement === null)?.effectiveFrom ?? effectiveFrom;
  if (retirement === null) return { effectiveFrom: dayOf(effectiveFrom, zone), retiredOn: "", successor: "", retiredReason: "" };
  return { effectiveFrom: dayOf(held, zone), retiredOn: dayOf(retirement.from, zone), successor: codes.get(retirement.successorId ?? "") ?? "", retiredReason: oneLine(retirement.reason) };
}

/** Files that are made of controls: all of them, or the columns alone for somebody to fill in. */
export const CONTROL_SHEETS = ["controls.xlsx", "controls.csv", "template.xlsx", "template.csv"] as const;
export type ControlSheet = (typeof CONTROL_SHEETS)[number];

const WIDE: readonly ImportField[] = ["statement", "satisfies", "contributes", "request", "designTest", "operatingTest"];
const BYTE_ORDER_MARK = "\uFEFF";

/** Rows as a file whose columns an import reads. @param zone in which days are meant */
export async function* controlSheet(file: ControlSheet, rows: readonly Cells[], zone: string): AsyncGenerator<Uint8Array> {
  // How a requirement is answered stands in two columns of its own; the third is for lists from elsewhere.
  const fields = IMPORT_FIELD_NAMES.filter((field) => field !== "mappings");
  const headers = fields.map((field) => IMPORT_FIELDS[field].label);
  const cells = rows.map((row) => fields.map((field) => row[field]));
  if (file.endsWith(".csv")) {
    yield new TextEncoder().encode(BYTE_ORDER_MARK + csvRow(headers) + cells.map((row) => csvRow(row)).join(""));
    return;
  }
  yield* xlsxFile({
    title: "Controls", headers, zone, widths: fields.map((field) => (WIDE.includes(field) ? 48 : 18)),
    rows: (async function* () { yield* cells; })(),
    preface: [
      "One control a row. What a sheet does not name of a control that is there already stays as it is.",
      "Satisfies, Contributes to: requirements by edition and number (soc2-tsc-2017 CC6.1), a line each.",
      "Tests: each step a line “D1: what is done” (O1 for operating effectiveness), below it “Population: …”, “Sample: …”, “Deviation: …”.",
      `Days are written like 2026-10-01, in the time zone ${zone}. Evidence request: a line each.`,
    ],
    ending: ({ rows: count }) => `${count} ${count === 1 ? "control" : "controls"}.`,
  }, () => undefined);
}
