import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptControls, listControls, listLibrary, readControl, readLibraryControl } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
  await adoptedLibrary(world);
});
afterAll(() => world.close());

const counts = () => world.inTenant(async (tx) => [await tx.control.count(), await tx.controlVersion.count(), await tx.mappingVersion.count(), await tx.evidenceRequest.count(), await tx.auditTrailEntry.count()]);

describe("the library", () => {
  it("tells which controls the organization has, what each answers, and filters", async () => {
    const as = world.as("compliance_manager");
    const list = await listLibrary(as, {});
    expect([list.total, list.adopted]).toEqual([list.rows.length, 2]);
    expect(list.rows.filter((row) => row.adopted).map((row) => row.code)).toEqual(["SYS.1.01", "SYS.2.07"]);
    expect(list.rows.find((row) => row.code === "SYS.1.03")?.serves).toContainEqual({ frameworkKey: "iso27001-2022", satisfies: ["A.8.17"], contributes: [] });
    expect((await listLibrary(as, { domain: "PHY" })).rows.map((row) => row.code)).toEqual(["PHY.1.01", "PHY.1.02", "PHY.1.03"]);
    expect((await listLibrary(as, { domain: "PHY", framework: "pci-dss-4.0.1" })).rows).toEqual([]);
    expect((await listLibrary(as, { text: "CLOCKS", adopted: false })).rows.map((row) => row.code)).toEqual(["SYS.1.03"]);
  });

  it("shows a control whole, with what the frameworks call what it answers", async () => {
    const page = await readLibraryControl(world.as("compliance_manager"), { code: "CON.1.01" });
    expect([page.control.title, page.operates, page.adopted]).toEqual(["Backups", "Daily", false]);
    expect(page.mappings.find((one) => one.framework.key === "iso27001-2022")?.items).toMatchObject([{ requirementCode: "A.8.13", title: "Backups", strength: "contributes" }]);
    expect((await readLibraryControl(world.as("admin"), { code: "SYS.1.01" })).adopted).toBe(true);
    await expect(readLibraryControl(world.as("admin"), { code: "SYS.9.99" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is for those who manage controls", async () => {
    await expect(listLibrary(world.as("control_owner"), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(readLibraryControl(world.as("auditor"), { code: "CON.1.01" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("taking controls from the library", () => {
  it("refuses what is unknown, adopted already, or not a day, says where, and changes nothing", async () => {
    const before = await counts();
    const refusal = (codes: string[], effectiveDay?: string) => adoptControls(world.as("admin"), { codes, ...(effectiveDay === undefined ? {} : { effectiveDay }) });
    await expect(refusal(["CON.1.01", "SYS.9.99"])).rejects.toMatchObject({ reason: "control_unknown", problems: [{ path: "codes", message: "SYS.9.99 is not in the library; nothing was changed." }] });
    await expect(refusal(["CON.1.01", "SYS.1.01", "SYS.2.07"])).rejects.toMatchObject({ reason: "already_adopted", problems: [{ path: "codes", message: "SYS.1.01, SYS.2.07 are adopted already; nothing was changed." }] });
    await expect(refusal([])).rejects.toMatchObject({ code: "validation", problems: [{ path: "codes", message: "Choose at least one control." }] });
    await expect(refusal(["CON.1.01"], "2099-01-01")).rejects.toMatchObject({ reason: "effective_day", problems: [{ path: "effectiveDay" }] });
    await expect(adoptControls(world.as("compliance_manager"), { codes: ["CON.1.01"] })).rejects.toMatchObject({ code: "forbidden" });
    expect(await counts()).toEqual(before);
  });

  it("takes those chosen from the first instant of a day in the organization's time zone, with the owner given", async () => {
    expect(await adoptControls(world.as("admin"), { codes: ["CON.1.01", "CON.1.02", "CON.1.01"], effectiveDay: "2026-09-01", ownerTeam: "Platform" })).toEqual({ codes: ["CON.1.01", "CON.1.02"], leftOut: [] });
    const page = await readControl(world.as("control_owner"), { code: "CON.1.01" });
    expect(page.version).toMatchObject({ ownerTeam: "Platform", version: 1, effectiveFrom: new Date("2026-08-31T22:00:00Z"), recordedAt: world.clock.now() });
    expect(page.requests.map((one) => one.status)).toEqual(["never_collected", "never_collected", "never_collected"]);
    expect(page.mappings.flatMap((group) => group.items.map((item) => item.requirementCode))).toContain("CC7.5");
    const entry = await world.inTenant((tx) => tx.auditTrailEntry.findFirst({ where: { action: "controls.adopted" } }));
    expect(entry?.changes).toMatchObject({ codes: ["CON.1.01", "CON.1.02"], controls: 2, versions: 2, effectiveFrom: "2026-08-31T22:00:00.000Z" });
  });

  it("takes the whole library at once, and the second of two hands finds it taken", async () => {
    const { rows } = await listLibrary(world.as("admin"), { adopted: false });
    const codes = rows.map((row) => row.code);
    await adoptControls(world.as("admin"), { codes });
    expect(await listLibrary(world.as("admin"), { adopted: false })).toMatchObject({ rows: [] });
    expect((await listControls(world.as("admin"), { size: 1 })).total).toBe(codes.length + 4);
    await expect(adoptControls(world.as("admin"), { codes: codes.slice(0, 1) })).rejects.toMatchObject({ reason: "already_adopted" });
  });
});
