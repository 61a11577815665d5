import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readControl, listControls } from "#lib/controls/index.ts";
import { approveDrafts, listDrafts } from "#lib/drafts/index.ts";
import { stateAims } from "#lib/engagements/index.ts";
import { listOwners } from "#lib/ownership/index.ts";
import { readSpreadsheet } from "#lib/spreadsheets/index.ts";
import { workbook } from "#lib/spreadsheets/workbook.fixtures.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { controlSheet, exportSheet, importSpreadsheet, previewSpreadsheet, type ControlSheet } from "./index.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  await adoptedLibrary(world);
  await stateAims(world.as("admin"), { aims: [{ frameworkKey: "soc2-tsc-2017", type: "type_2" }, { frameworkKey: "iso27001-2022", type: "certification" }], firstDay: "2026-10-01", lastDay: "2027-03-31", timeZone: "UTC" });
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const HEADERS = ["Control ID", "Control name", "Description", "Control owner", "Frequency", "Manual / Automated", "SOC 2 criteria", "Evidence required"];
const admin = () => world.as("admin");

async function sent(rows: readonly (readonly string[])[]): Promise<string> {
  const bytes = workbook(rows);
  return (await receiveUpload(admin(), { body: [bytes] as unknown as AsyncIterable<Uint8Array>, byteLength: bytes.length })).sha256;
}
const preview = async (sha256: string) => (await previewSpreadsheet(admin(), { sha256 })).preview!;
const run = (sha256: string, takeOver: string[] = [], relation: "satisfies" | "contributes" = "contributes") => importSpreadsheet(admin(), { sha256, fileName: "controls.xlsx", takeOver, relation });

const SHEET = [
  ["Our controls"],
  HEADERS,
  ["AC-1", "Access is granted on approval", "<b>Nobody</b> gets access without it.", "Ruth Adeyemi <Ruth@example.com>", "Quarterly", "Manual", "CC6.1; cc6.2\nISO 27001:2022 A.5.18", "The approvals\nThe list of grants"],
  ["AC-2", "Access is reviewed", "", "Olga Owner", "On every release", "Automated", "CC6.3", ""],
  ["AC-3", "Backups", "", "ruth@example.com", "daily", "auto", "", ""],
];

test("new controls come with owner, frequency, mappings of the customer's own and requests, and the file twice changes nothing", async () => {
  const file = await sent(SHEET);
  const before = await preview(file);
  expect(before).toMatchObject({ rows: 3, same: 0, problems: [], expected: ["ruth@example.com"] });
  expect(before.create.map(({ row, code, mappings, requests }) => [row, code, mappings, requests])).toEqual([[3, "AC-1", 3, 2], [4, "AC-2", 1, 0], [5, "AC-3", 0, 0]]);
  expect(await run(file)).toEqual({ created: 3, changed: 0, left: 0, leftOut: 0, proposed: 0 });
  const page = await readControl(admin(), { code: "AC-1" });
  expect(page.version).toMatchObject({ title: "Access is granted on approval", statement: "<b>Nobody</b> gets access without it.", operates: "Quarterly", kind: "manual" });
  expect(page.mappings.flatMap((group) => group.items.map((one) => [one.requirementCode, one.strength, one.origin])).sort()).toEqual([["A.5.18", "contributes", "customer"], ["CC6.1", "contributes", "customer"], ["CC6.2", "contributes", "customer"]]);
  expect(page.requests.map((one) => [one.title, one.freshnessDays, one.ownerName])).toEqual([["The approvals", 92, "Ruth Adeyemi (not a member yet)"], ["The list of grants", 92, "Ruth Adeyemi (not a member yet)"]]);
  expect((await readControl(admin(), { code: "AC-2" })).version).toMatchObject({ operates: "On every release", kind: "automated" });
  expect((await listOwners(admin(), {})).controls.find((one) => one.code === "AC-2")?.owner).toMatchObject({ name: "Olga Owner", placeholderId: null });
  const trail = await world.inTenant((tx) => tx.auditTrailEntry.count());
  expect(await preview(file)).toMatchObject({ create: [], differ: [], same: 3 });
  expect(await run(file)).toEqual({ created: 0, changed: 0, left: 3, leftOut: 0, proposed: 0 });
  expect(await world.inTenant((tx) => tx.auditTrailEntry.count())).toBe(trail);
});

test("what exists is shown field by field, and left unless chosen; what the sheet does not name stays", async () => {
  world.clock.advance(60_000);
  const file = await sent([HEADERS, ["AC-3", "Backups tried", "", "", "weekly", "", "CC7.5", ""], ["SYS.2.07", "Monitoring of ours", "", "", "", "", "A.8.16", "Our own report"]]);
  const { differ } = await preview(file);
  expect(differ.map(({ code, changes }) => [code, changes.map(({ field, before, after }) => [field, before, after])])).toEqual([
    ["AC-3", [["Title", "Backups", "Backups tried"], ["Frequency", "Daily", "Weekly"], ["Requirements", "0 mapped", "CC7.5 added"]]],
    ["SYS.2.07", [["Title", "System security monitoring", "Monitoring of ours"], ["Evidence request", "6 asked", "Our own report"]]],
  ]);
  expect(await run(file, [])).toEqual({ created: 0, changed: 0, left: 2, leftOut: 0, proposed: 0 });
  const before = await readControl(admin(), { code: "SYS.2.07" });
  world.clock.advance(60_000);
  expect(await run(file, ["SYS.2.07"])).toMatchObject({ changed: 1, left: 1 });
  world.clock.advance(60_000);
  const after = await readControl(admin(), { code: "SYS.2.07" });
  expect(after.version).toMatchObject({ title: "Monitoring of ours", statement: before.version?.statement, guidance: before.version?.guidance, operates: before.version?.operates });
  expect(after.mappings).toEqual(before.mappings);
  expect(after.requests.map((one) => one.key)).toEqual([...before.requests.map((one) => one.key), "own-1"]);
  expect((await readControl(admin(), { code: "AC-3" })).version?.title).toBe("Backups");
});

test("a new statement and new mappings of an existing control wait for another person; the rest is taken at once", async () => {
  world.clock.advance(60_000);
  const before = await readControl(admin(), { code: "SYS.2.07" });
  const file = await sent([HEADERS, ["SYS.2.07", "Monitoring, reworded", "Everything is watched.", "", "", "", "A.5.7", ""]]);
  expect(await run(file, ["SYS.2.07"])).toEqual({ created: 0, changed: 1, left: 0, leftOut: 0, proposed: 1 });
  const after = await readControl(admin(), { code: "SYS.2.07" });
  expect(after.version).toMatchObject({ title: "Monitoring, reworded", statement: before.version?.statement });
  expect(after.mappings).toEqual(before.mappings);
  const [row] = (await listDrafts(world.as("compliance_manager"), {})).rows;
  expect(row).toMatchObject({ code: "SYS.2.07", proposes: "Statement, 1 mapping", state: "in_review", reason: "Taken over from controls.xlsx.", canDecide: true });
  world.clock.advance(60_000);
  await approveDrafts(world.as("compliance_manager"), { drafts: [{ draftId: row!.id, revision: row!.revision }] });
  const approved = await readControl(admin(), { code: "SYS.2.07" });
  expect(approved.version).toMatchObject({ statement: "Everything is watched.", approval: { kind: "second_person" } });
  expect(approved.mappings.flatMap((group) => group.items.map((one) => one.requirementCode))).toContain("A.5.7");
});

test("what cannot be taken is told by row and column, and only those rows are left out", async () => {
  const file = await sent([
    HEADERS,
    ["", "No code", "", "", "", "", "", ""],
    ["BAD CODE", "x", "", "", "", "", "", ""],
    ["OK-1", "Good", "", "", "", "", "", ""],
    ["OK-1", "Twice", "", "", "", "", "", ""],
    ["OK-2", "Owner unknown", "", "Nobody We Know", "", "", "", ""],
    ["OK-3", "Unknown requirement", "", "", "", "", "CC99.9", ""],
    ["OK-4", "Neither", "", "", "", "Sometimes", "", ""],
    ["OK-5", "T".repeat(201), "", "", "", "", "", ""],
  ]);
  const { problems, create } = await preview(file);
  expect(problems.map(({ row, field, sentence }) => `${row} ${field}: ${sentence}`)).toEqual([
    "2 code: it is empty.",
    "3 code: “BAD CODE” is no code: letters, digits, dots and hyphens, at most 64.",
    "5 code: “OK-1” stands in row 4 already.",
    "6 owner: nobody here is called “Nobody We Know”. Write an e-mail address, then it works without a member too.",
    "7 mappings: “CC99.9” is no requirement of ISO/IEC 27001 2022, SOC 2 Trust Services Criteria 2017.",
    "8 kind: “Sometimes” is neither manual nor automated.",
    "9 title: it has 201 characters; at most 200.",
  ]);
  expect(create.map((one) => one.code)).toEqual(["OK-1"]);
  expect(await run(file)).toEqual({ created: 1, changed: 0, left: 0, leftOut: 7, proposed: 0 });
});

test("headers that say nothing ask for the columns, and what was chosen is remembered", async () => {
  const rows = [["Kürzel", "Bezeichnung"], ["DE-1", "Zutritt"]];
  const file = await sent(rows);
  expect(await previewSpreadsheet(admin(), { sha256: file })).toMatchObject({ preview: null, read: { columns: {} } });
  expect(await reasonOf(run(file))).toBe("columns_missing");
  world.clock.advance(60_000);
  const chosen = { sha256: file, columns: { code: 0, title: 1 } };
  await importSpreadsheet(admin(), { ...chosen, fileName: "de.xlsx", takeOver: [], relation: "contributes" });
  expect((await previewSpreadsheet(admin(), { sha256: await sent([...rows, ["DE-2", "Besuch"]]) })).preview?.create.map((one) => one.code)).toEqual(["DE-2"]);
});

const EXPORTED = ["Code", "Title", "Statement", "Owner", "Frequency", "Type", "Evidence request", "Satisfies", "Contributes to", "Test of design", "Test of operating effectiveness", "Effective from", "Retired on", "Successor", "Why it was retired"];
const cellsOf = async (as: ReturnType<World["as"]>, file: ControlSheet) => (await readSpreadsheet(Buffer.from(await new Response(Readable.toWeb(Readable.from(controlSheet(file, await exportSheet(as, {}), "Europe/Berlin"))) as ReadableStream).arrayBuffer()))).sheet.rows.map(({ cells }) => cells.join("\u0000"));

test.each(["controls.xlsx", "controls.csv"] as const)("controls as %s come back the same from another organization, with tests, days, retired ones and successors", async (file) => {
  const there = await testWorld();
  try {
    there.clock.advance(world.clock.now().getTime() - there.clock.now().getTime() + 1000);
    if (file === "controls.xlsx") await makeLives();
    const bytes = Buffer.from(await new Response(Readable.toWeb(Readable.from(controlSheet(file, await exportSheet(admin(), {}), "Europe/Berlin"))) as ReadableStream).arrayBuffer());
    const sha256 = (await receiveUpload(there.as("admin"), { body: [bytes] as unknown as AsyncIterable<Uint8Array>, byteLength: bytes.length })).sha256;
    const { read, preview: shown } = await previewSpreadsheet(there.as("admin"), { sha256 });
    expect(read.header.cells).toEqual(EXPORTED);
    expect(shown).toMatchObject({ problems: [], differ: [], same: 0 });
    await importSpreadsheet(there.as("admin"), { sha256, fileName: file, takeOver: [], relation: "contributes" });
    expect(await cellsOf(there.as("admin"), file)).toEqual(await cellsOf(admin(), file));
    expect((await previewSpreadsheet(there.as("admin"), { sha256 })).preview).toMatchObject({ create: [], differ: [], problems: [] });
    expect(await readControl(there.as("admin"), { code: "LIFE-1" })).toMatchObject({ retirement: { reason: "=Bought, \"as\" a service.", successor: { code: "SYS.1.01" } }, mappings: [], requests: [] });
  } finally {
    await there.close();
  }
});

/** A control that was retired, with a successor and words that a spreadsheet would run. */
async function makeLives(): Promise<void> {
  const day = (back: number): string => new Date(world.clock.now().getTime() - back * 86_400_000).toISOString().slice(0, 10);
  world.clock.advance(60_000);
  const row = ["LIFE-1", "+Once there", "-1 is what we count.", "", "Quarterly. Trigger: a release", "manual", "The list", "soc2-tsc-2017 CC6.1", "pci-dss-4.0.1 10.2.1", "D1: Read it.\nDeviation: It is not written.", "O1: Look.\n  Population: All.\n  Deviation: One is missing.", day(40), day(10), "SYS.1.01", "=Bought, \"as\" a service."];
  expect(await run(await sent([EXPORTED, row]))).toMatchObject({ created: 1, leftOut: 0 });
}

test("days, successors and steps that cannot be are told by row, column and line of the cell; steps of a control that is there are shown as they change", async () => {
  world.clock.advance(60_000);
  const columns = ["Code", "Title", "Test of design", "Effective from", "Retired on", "Successor"];
  const file = await sent([columns,
    ["X-1", "x", "D1: Read.\nO2: Look.\nDeviation: None.", "", "", ""],
    ["X-2", "x", "Just read it.", "", "", ""],
    ["X-3", "x", "", "30.02.2026", "", ""],
    ["X-4", "x", "", "2026-09-01", "2026-08-01", ""],
    ["X-5", "x", "", "", "2026-08-01", ""],
    ["X-6", "x", "", "2026-09-01", "2026-09-10", "X-9"],
    ["X-7", "x", "", "", "", "SYS.1.01"],
    ["SYS.1.01", (await readControl(admin(), { code: "SYS.1.01" })).version!.title, "D1: Read the policy.\nDeviation: There is none.", "", "", ""],
  ]);
  const { problems, differ } = await preview(file);
  expect(problems.map(({ row, field, sentence }) => `${row} ${field}: ${sentence}`)).toEqual([
    "2 designTest: line 1: The step “D1” does not say what a deviation is.",
    "2 designTest: line 2: Steps of the test of design are called D1, D2 and so on; “O2” was found.",
    "3 designTest: line 1: a step is written “D1: …”, and below it “Population: …”, “Sample: …” or “Deviation: …”.",
    "4 effectiveFrom: “30.02.2026” is no day. Write it like 2026-10-01.",
    "5 retiredOn: it lies before 2026-09-01, from when the control holds.",
    "6 effectiveFrom: it is empty: say since when the control held that is retired.",
    "7 successor: X-9 is neither here nor in the sheet.",
    "8 successor: it stands beside a control that is not retired.",
  ]);
  expect(differ.map(({ code, changes }) => [code, changes.map(({ field, after }) => [field, after])])).toEqual([["SYS.1.01", [["Test of design", "- D1: Read the policy.\n  - Deviation: There is none."]]]]);
});

test("a spreadsheet of fifty megabytes is refused in words, and nothing of it is read", async () => {
  const bytes = Buffer.alloc(50_000_000, "x");
  const { sha256 } = await receiveUpload(admin(), { body: [bytes] as unknown as AsyncIterable<Uint8Array>, byteLength: bytes.length });
  await expect(previewSpreadsheet(admin(), { sha256 })).rejects.toMatchObject({ code: expect.stringMatching(/^(validation|limit_exceeded)$/) });
});

test("only administrators import, and nobody reads another organization's file", async () => {
  const file = await sent(SHEET);
  expect(await reasonOf(previewSpreadsheet(world.as("compliance_manager"), { sha256: file }))).toBe("role_lacks_permission");
  expect(await reasonOf(previewSpreadsheet(other.as("admin"), { sha256: file }))).toBe("file_not_found");
  expect((await listControls(other.as("admin"), {})).total).toBe(0);
});
