import { afterAll, beforeAll, describe, expect, it } from "vitest";
import pg from "pg";
import { readApplicability } from "#lib/applicability/index.ts";
import { collectControl, readControlCoverage } from "#lib/evidence/index.ts";
import { readFramework } from "#lib/frameworks/index.ts";
import { mapControls } from "#lib/mappings/index.ts";
import { readPopulation } from "#lib/occurrences/index.ts";
import { readOverview } from "#lib/overview/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptLibrary, libraryOf, listControls, loadControlContent, readControl, reinstateControl, retireControl } from "./index.ts";

let world: World;
let library: AdoptedLibrary;
const manager = () => world.as("compliance_manager");
const controlId = () => library.controls.get("SYS.2.07")!;
const codes = async (more = {}) => (await listControls(manager(), more)).rows.map((row) => row.code);
const satisfying = async (code: string) => {
  const { groups } = await readFramework(manager(), { key: "iso27001-2022" });
  const line = groups.flatMap((group) => group.requirements).find((one) => one.code === code);
  return { gap: line?.gap, controls: line?.controls.map((one) => one.code) };
};
const read = (asOf?: string, knownAt?: string) =>
  readControl(manager(), { code: "SYS.2.07", ...(asOf === undefined ? {} : { asOf: new Date(asOf) }), ...(knownAt === undefined ? {} : { knownAt: new Date(knownAt) }) });

beforeAll(async () => {
  world = await testWorld({ timeZone: "Europe/Berlin" });
  world.clock.set("2026-09-01T08:00:00Z");
  library = await adoptedLibrary(world);
  await periodicControl(world, { code: "ACC.9.01", frequency: "monthly", effectiveFrom: new Date("2026-08-31T22:00:00Z") });
});
afterAll(() => world.close());

describe("retiring a control", () => {
  it("is refused for a day to come, for one before the control, by a successor that does not hold, and without a reason", async () => {
    world.clock.set("2026-10-20T08:00:00Z");
    const retire = (more: object) => retireControl(manager(), { controlId: controlId(), day: "2026-10-15", reason: "Bought as a service.", ...more });
    await expect(retire({ day: "2026-10-21" })).rejects.toMatchObject({ reason: "retirement_day" });
    await expect(retire({ day: "2026-08-31" })).rejects.toMatchObject({ reason: "retirement_day" });
    await expect(retire({ successorCode: "SYS.2.07" })).rejects.toMatchObject({ reason: "successor" });
    await expect(retire({ successorCode: "SYS.9.99" })).rejects.toMatchObject({ reason: "successor" });
    await expect(retire({ reason: "  " })).rejects.toMatchObject({ code: "validation" });
    await expect(retireControl(world.as("security_analyst"), { controlId: controlId(), day: "2026-10-15", reason: "Mine." })).rejects.toMatchObject({ code: "forbidden" });
    expect((await read()).retirement).toBeNull();
  });

  it("takes it out of lists, matrix, applicability and what is owed from that day on, and tells since when, why and what follows", async () => {
    expect(await satisfying("A.8.16")).toEqual({ gap: null, controls: ["SYS.2.07"] });
    const before = (await readOverview(manager(), {})).requests.total;
    expect(await retireControl(manager(), { controlId: controlId(), day: "2026-10-15", reason: "Bought as a service.", successorCode: "SYS.1.01" })).toEqual({ retiredFrom: new Date("2026-10-14T22:00:00Z") });
    expect(await codes()).toEqual(["ACC.9.01", "SYS.1.01"]);
    expect(await codes({ retired: true })).toEqual(["SYS.2.07"]);
    expect(await satisfying("A.8.16")).toEqual({ gap: "unmapped", controls: [] });
    expect((await readApplicability(manager(), { frameworkKey: "iso27001-2022" })).lines.find((one) => one.code === "A.8.16")).toMatchObject({ controls: [] });
    expect((await readOverview(manager(), {})).requests.total).toBe(before - 6);
    const page = await read();
    expect(page).toMatchObject({ retirement: { reason: "Bought as a service.", successor: { code: "SYS.1.01" } }, mappings: [], requests: [], version: { version: 2 } });
    expect(page.history[0]).toMatchObject({ text: "Version 2: retired" });
    await expect(retireControl(manager(), { controlId: controlId(), day: "2026-10-15", reason: "Again." })).rejects.toMatchObject({ reason: "control_retired" });
  });

  it("leaves every day before as it was, and keeps what held apart from what was known", async () => {
    expect(await read("2026-10-14T12:00:00Z")).toMatchObject({ retirement: null, version: { version: 1 } });
    expect((await read("2026-10-14T12:00:00Z")).requests).toHaveLength(6);
    expect((await read("2026-10-14T12:00:00Z")).mappings.length).toBeGreaterThan(0);
    expect((await read("2026-10-17T12:00:00Z")).retirement, "on the 17th nobody knew").toBeNull();
    expect((await read("2026-10-17T12:00:00Z", "2026-10-20T08:00:00Z")).retirement, "as we know now it did not hold").not.toBeNull();
  });

  it("counts of a period only the days that it held, for pages and for packets", async () => {
    world.clock.set("2026-11-05T08:00:00Z");
    const period = { firstDay: "2026-10-01", lastDay: "2026-10-31", timeZone: "Europe/Berlin" };
    const coverage = await readControlCoverage(manager(), { controlCode: "SYS.2.07", period });
    expect(coverage.coverage.summary.endedDays).toBe(14);
    const dossier = await world.inTenant((tx) => collectControl(tx, { organizationId: world.organizationId, engagement: null }, { controlId: controlId(), period, asOf: world.clock.now() }));
    expect(dossier).toMatchObject({ version: { retirement: { reason: "Bought as a service." } } });
    expect([dossier.requests.length, dossier.mappings.length > 0, dossier.coverage.summary.endedDays]).toEqual([6, true, 14]);
  });

  it("owes no performance any more, and cuts the window that it falls into", async () => {
    const { id } = await readControl(manager(), { code: "ACC.9.01" });
    await retireControl(manager(), { controlId: id, day: "2026-10-15", reason: "Not needed." });
    const { strip, current } = await readPopulation(manager(), { controlCode: "ACC.9.01" });
    expect(strip.map((one) => `${one.firstDay} ${one.lastDay}`)).toEqual(["2026-09-01 2026-09-30", "2026-10-01 2026-10-14"]);
    expect(current).toBeNull();
  });

  it("lets nothing be built on it: no mapping, no text of the library", async () => {
    await expect(mapControls(manager(), { frameworkKey: "iso27001-2022", requirementCode: "A.8.16", controlIds: [controlId()], strength: "satisfies", rationale: "It did." })).rejects.toMatchObject({ reason: "control_retired" });
    const changed = libraryOf((await loadControlContent("controls")).controls, ["SYS.2.07"]).map((one) => ({ ...one, statement: "Reworded." }));
    expect(await adoptLibrary(world.as("admin"), { controls: changed })).toEqual({ controls: 0, versions: 0, mappings: 0, requests: 0, requestsRetired: 0 });
  });

  it("is taken back by a version from now on, with its mappings and requests, and the time between stays", async () => {
    await expect(reinstateControl(manager(), { controlId: library.controls.get("SYS.1.01")!, reason: "Why not." })).rejects.toMatchObject({ reason: "control_in_force" });
    const before = await read("2026-10-14T12:00:00Z");
    world.clock.set("2026-11-06T08:00:00Z");
    expect(await reinstateControl(manager(), { controlId: controlId(), reason: "The service was given up." })).toEqual({ version: 3 });
    const page = await read();
    expect(page.retirement).toBeNull();
    const mapped = ({ mappings }: typeof page) => mappings.flatMap(({ framework, items }) => items.map((item) => [framework.key, item.requirementCode, item.strength, item.rationale]));
    expect(mapped(page)).toEqual(mapped(before));
    expect(page.requests.map((one) => one.key)).toEqual(before.requests.map((one) => one.key));
    expect(await satisfying("A.8.16")).toEqual({ gap: null, controls: ["SYS.2.07"] });
    expect((await read("2026-11-05T12:00:00Z")).retirement).not.toBeNull();
    expect(page.history[0]).toMatchObject({ text: "Version 3: in force again" });
  });
});

describe("deleting a control", () => {
  it("is refused by the database, to the product and to its owner: a control has versions, and they are facts", async () => {
    await expect(world.inTenant((tx) => tx.control.delete({ where: { organizationId_id: { organizationId: world.organizationId, id: controlId() } } }))).rejects.toMatchObject({ code: "P2003" });
    const client = new pg.Client({ connectionString: (await testDatabase()).admin });
    await client.connect();
    try {
      await expect(client.query("DELETE FROM control WHERE organization_id = $1 AND id = $2", [world.organizationId, controlId()])).rejects.toMatchObject({ code: "23001" });
      await expect(client.query("DELETE FROM control_version WHERE organization_id = $1 AND control_id = $2", [world.organizationId, controlId()])).rejects.toMatchObject({ code: "23001" });
    } finally {
      await client.end();
    }
  });
});
