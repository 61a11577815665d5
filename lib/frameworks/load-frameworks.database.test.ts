import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "#lib/platform/db.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listFrameworks, loadFrameworkContent, loadFrameworks, readFramework, type FrameworkContent } from "./index.ts";

let world: World;
let owner: Database;
let content: FrameworkContent;
beforeAll(async () => {
  world = await testWorld();
  owner = openDatabase((await testDatabase()).owner, 1);
  content = await loadFrameworkContent("controls");
});
afterAll(async () => {
  await owner.$disconnect();
  await world.close();
});

describe("loading frameworks", () => {
  it("writes every edition once, and again only the one that changed", async () => {
    expect(content.problems).toEqual([]);
    expect((await loadFrameworks(owner, content.frameworks)).written).toHaveLength(5);
    expect(await loadFrameworks(owner, content.frameworks)).toMatchObject({ written: [], unchanged: { length: 5 } });
    const [first, ...rest] = content.frameworks;
    const changed = { ...first!, value: { ...first!.value, requirements: first!.value.requirements.slice(1) } };
    expect((await loadFrameworks(owner, [changed, ...rest])).written).toEqual([first!.value.id]);
    expect(await owner.requirement.count({ where: { frameworkKey: first!.value.id } })).toBe(113);
    await loadFrameworks(owner, content.frameworks);
    expect(await owner.requirement.count()).toBe(content.frameworks.reduce((sum, one) => sum + one.value.requirements.length, 0));
  });

  it("is refused to the role of the web server", async () => {
    const [first] = content.frameworks;
    await expect(loadFrameworks(world.runtime.database, [{ value: { ...first!.value, name: "Altered" } }])).rejects.toThrow(/permission denied/);
  });
});

describe("a framework against the controls", () => {
  it("counts gaps apart from what is satisfied, and what was never looked at apart from what is not proven; the parts add up", async () => {
    await adoptedLibrary(world);
    const page = await readFramework(world.as("compliance_manager"), { key: "soc2-tsc-2017" });
    expect(page.counts).toEqual({ total: 33, proven: 0, unproven: 0, notYetKnown: 2, onlyContributed: 7, unmapped: 24 });
    const line = (code: string) => page.groups.flatMap((group) => group.requirements).find((one) => one.code === code)!;
    expect(line("CC7.2")).toMatchObject({ gap: null, status: "never_collected", controls: [{ code: "SYS.1.01", strength: "contributes" }, { code: "SYS.2.07", strength: "satisfies" }] });
    expect(line("CC3.2")).toMatchObject({ gap: "only_contributed", status: "not_yet_known", missing: "No control satisfies it; SYS.2.07 contributes" });
    expect(line("CC1.1")).toMatchObject({ gap: "unmapped", missing: "No control is mapped to it" });
    expect(page.groups.map((group) => group.code)).toContain("CC7");
    expect(page.framework.notCovered.length).toBeGreaterThan(0);
    for (const framework of await listFrameworks(world.as("security_analyst"), {})) {
      const { total, proven, unproven, notYetKnown, onlyContributed, unmapped } = framework.counts;
      expect(proven + unproven + notYetKnown + onlyContributed + unmapped, framework.key).toBe(total);
    }
  });

  it("puts editions in force before retired ones", async () => {
    world.clock.set("2026-09-20T00:00:00Z");
    const rows = await listFrameworks(world.as("admin"), {});
    expect(rows.map((row) => [row.key, row.retired])).toEqual([
      ["iso27001-2022", false], ["pci-dss-4.0.1", false], ["soc2-tsc-2017", false], ["iso27001-2013", true], ["pci-dss-3.2.1", true]]);
  });

  it("looks at an auditor's controls only, and says so", async () => {
    const { controls } = await adoptedLibrary(world);
    const engagement = { id: "eng_1", controlIds: [controls.get("SYS.1.01")!], from: new Date("2026-09-01T00:00:00Z"), until: new Date("2027-01-01T00:00:00Z") };
    const page = await readFramework(world.as("auditor", engagement), { key: "soc2-tsc-2017" });
    expect(page.limitedToEngagement).toBe(true);
    expect(page.controls.map((one) => one.code)).toEqual(["SYS.1.01"]);
  });

  it("does not know an edition that was not loaded", async () => {
    await expect(readFramework(world.as("admin"), { key: "soc2-tsc-2099" })).rejects.toMatchObject({ code: "not_found" });
  });
});
