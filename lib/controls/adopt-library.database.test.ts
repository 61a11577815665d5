import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTestFrameworks, TESTED_CONTROLS } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptLibrary, attachLink, libraryOf, listControls, loadControlContent, readControl } from "./index.ts";
import type { LibraryControl } from "./library-input.ts";

let world: World;
let library: LibraryControl[];
beforeAll(async () => {
  world = await testWorld();
  await loadTestFrameworks();
  library = libraryOf((await loadControlContent("controls")).controls, TESTED_CONTROLS);
});
afterAll(() => world.close());

const sys207 = (): LibraryControl => structuredClone(library.find((one) => one.code === "SYS.2.07")!);

describe("adopting the library", () => {
  it("writes every control, version, mapping and request once, and nothing the second time", async () => {
    const first = await adoptLibrary(world.as("admin"), { controls: library });
    const mappings = library.reduce((sum, one) => sum + one.mappings.length, 0);
    const requests = library.reduce((sum, one) => sum + one.evidenceRequests.length, 0);
    expect(first).toEqual({ controls: 2, versions: 2, mappings, requests, requestsRetired: 0 });
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.count());
    expect(await adoptLibrary(world.as("admin"), { controls: library })).toEqual({ controls: 0, versions: 0, mappings: 0, requests: 0, requestsRetired: 0 });
    expect(await world.inTenant((tx) => tx.auditTrailEntry.count())).toBe(trail);
    expect(await world.inTenant((tx) => tx.controlVersion.count())).toBe(2);
  });

  it("adds a version only where the content differs, and keeps both times apart", async () => {
    world.clock.set("2026-09-28T10:00:00Z");
    const changed = { ...sys207(), statement: "Reworded." };
    expect(await adoptLibrary(world.as("admin"), { controls: [changed], effectiveFrom: new Date("2026-10-01T00:00:00Z") })).toMatchObject({ versions: 1, mappings: 0, requests: 0 });
    world.clock.set("2026-10-05T00:00:00Z");
    const as = world.as("compliance_manager");
    const then = async (asOf?: string, knownAt?: string) =>
      (await readControl(as, { code: "SYS.2.07", ...(asOf === undefined ? {} : { asOf: new Date(asOf) }), ...(knownAt === undefined ? {} : { knownAt: new Date(knownAt) }) })).version;
    expect((await then())?.statement).toBe("Reworded.");
    expect((await then("2026-09-30T23:59:59Z"))?.version, "recorded, but not yet effective").toBe(1);
    expect((await then("2026-10-01T00:00:00Z"))?.version, "effective from its first instant").toBe(2);
    expect((await then("2026-10-02T00:00:00Z", "2026-09-27T00:00:00Z"))?.version, "by what was known before it was recorded").toBe(1);
    expect(await then("2026-01-01T00:00:00Z"), "before the first version").toBeNull();
  });

  it("retracts a mapping that the library no longer has, and still shows it at its time", async () => {
    const before = new Date(world.clock.now());
    world.clock.advance(60_000);
    const mapping = sys207().mappings.find((one) => one.requirement === "CC7.3")!;
    const changed = { ...sys207(), statement: "Reworded.", mappings: sys207().mappings.filter((one) => one.requirement !== "CC7.3") };
    expect(await adoptLibrary(world.as("admin"), { controls: [changed] })).toMatchObject({ versions: 0, mappings: 1 });
    const codes = async (asOf: Date) =>
      (await readControl(world.as("admin"), { code: "SYS.2.07", asOf })).mappings.flatMap((group) => group.items.map((item) => `${group.framework.key} ${item.requirementCode}`));
    expect(await codes(new Date(world.clock.now()))).not.toContain("soc2-tsc-2017 CC7.3");
    expect(await codes(before)).toContain("soc2-tsc-2017 CC7.3");
    world.clock.advance(60_000);
    await adoptLibrary(world.as("admin"), { controls: [{ ...changed, mappings: [...changed.mappings, mapping] }] });
    expect(await codes(new Date(world.clock.now()))).toContain("soc2-tsc-2017 CC7.3");
  });

  it("retires a request that is no longer asked instead of losing what answered it", async () => {
    world.clock.advance(60_000);
    const changed = { ...sys207(), statement: "Reworded.", evidenceRequests: sys207().evidenceRequests.slice(1) };
    expect(await adoptLibrary(world.as("admin"), { controls: [changed] })).toMatchObject({ requests: 5, requestsRetired: 1 });
    const asked = async (asOf: Date) => (await readControl(world.as("admin"), { code: "SYS.2.07", asOf })).requests.length;
    const now = new Date(world.clock.now());
    expect([await asked(now), await asked(new Date(now.getTime() - 1))]).toEqual([5, 6]);
    world.clock.advance(60_000);
    await adoptLibrary(world.as("admin"), { controls: [{ ...sys207(), statement: "Reworded." }] });
    expect(await asked(new Date(world.clock.now()))).toBe(6);
  });

  it("refuses a mapping to a requirement that is not loaded, and changes nothing", async () => {
    const changed = { ...sys207(), title: "Another title", mappings: [{ ...sys207().mappings[0]!, requirement: "CC2.4" }] };
    await expect(adoptLibrary(world.as("admin"), { controls: [changed] })).rejects.toMatchObject({ reason: "requirement_unknown" });
    expect((await readControl(world.as("admin"), { code: "SYS.2.07" })).version?.title).toBe("System security monitoring");
  });

  it("is for administrators and Tickmark itself", async () => {
    await expect(adoptLibrary(world.as("compliance_manager"), { controls: [] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(adoptLibrary(world.asSystem(), { controls: [] })).resolves.toMatchObject({ controls: 0 });
  });

  it("keeps the organization's links through a new version of the library", async () => {
    const { id } = await readControl(world.as("admin"), { code: "SYS.2.07" });
    world.clock.advance(60_000);
    await attachLink(world.as("compliance_manager"), { controlId: id, title: "Work in progress", url: "https://tracker.example/SEC-9" });
    await expect(attachLink(world.as("admin"), { controlId: id, title: "x", url: "javascript:alert(1)" })).rejects.toMatchObject({ code: "validation" });
    world.clock.advance(60_000);
    await adoptLibrary(world.as("admin"), { controls: [{ ...sys207(), statement: "Reworded again." }] });
    expect((await readControl(world.as("admin"), { code: "SYS.2.07" })).version).toMatchObject({ statement: "Reworded again.", links: [{ title: "Work in progress", url: "https://tracker.example/SEC-9" }] });
  });
});

describe("the list of controls", () => {
  it("shows what nothing was collected for as that, pages by code, and filters", async () => {
    const as = world.as("control_owner");
    const page = await listControls(as, { size: 1 });
    expect(page.rows.map((row) => [row.code, row.status, row.proven, row.total])).toEqual([["SYS.1.01", "never_collected", 0, 8]]);
    const next = await listControls(as, { size: 1, cursor: page.nextCursor! });
    expect([next.rows[0]?.code, next.nextCursor, next.total]).toEqual(["SYS.2.07", null, 2]);
    expect((await listControls(as, { text: "MONITOR" })).rows.map((row) => row.code)).toEqual(["SYS.2.07"]);
    expect((await listControls(as, { framework: "iso27001-2013" })).rows.map((row) => row.code)).toEqual(["SYS.1.01", "SYS.2.07"]);
    expect((await listControls(as, { framework: "iso27001-2013", text: "MONITOR" })).rows.map((row) => row.code)).toEqual(["SYS.2.07"]);
    expect((await listControls(as, { ownerTeam: "Infrastructure" })).rows.map((row) => row.code)).toEqual(["SYS.1.01"]);
    expect(await listControls(as, { status: "met" })).toMatchObject({ rows: [], total: 0, counts: [{ status: "never_collected", count: 2 }] });
  });

  it("shows an auditor the controls of the engagement only; another tenant's are not found", async () => {
    const { id } = await readControl(world.as("admin"), { code: "SYS.1.01" });
    const engagement = { id: "eng_1", controlIds: [id], from: new Date("2026-09-01T00:00:00Z"), until: new Date("2027-01-01T00:00:00Z") };
    expect((await listControls(world.as("auditor", engagement), {})).rows.map((row) => row.code)).toEqual(["SYS.1.01"]);
    await expect(readControl(world.as("auditor", engagement), { code: "SYS.2.07" })).rejects.toMatchObject({ code: "not_found" });
    const other = await testWorld();
    await expect(readControl(other.as("admin"), { code: "SYS.1.01" })).rejects.toMatchObject({ code: "not_found" });
    await other.close();
  });

  it("refuses to tell of the future", async () => {
    const asOf = new Date(world.clock.now().getTime() + 1);
    await expect(readControl(world.as("admin"), { code: "SYS.2.07", asOf })).rejects.toMatchObject({ reason: "as_of_future" });
  });
});
