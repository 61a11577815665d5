import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readControl } from "#lib/controls/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptFramework, leaveFramework, listFrameworks, readFramework } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
  await adoptedLibrary(world);
});
afterAll(() => world.close());

const key = "iso27001-2013";
const adoption = async () => (await readFramework(world.as("compliance_manager"), { key })).framework.adoption;

describe("adopting an edition", () => {
  it("is recorded once, leaves history, and takes no mapping away when it is left", async () => {
    const manager = world.as("compliance_manager");
    expect(await adoption()).toEqual({ state: "never", since: null, reason: "", contentChanged: false });
    const begun = world.clock.now();
    expect(await adoptFramework(manager, { key })).toEqual({ adopted: true });
    expect(await adoptFramework(manager, { key })).toEqual({ adopted: false });
    expect((await listFrameworks(manager, {}))[0]).toMatchObject({ key, adoption: { state: "adopted", since: begun } });
    const before = await readControl(manager, { code: "SYS.1.01" });
    expect(before.adoptedFrameworks).toEqual([key]);
    world.clock.advance(86_400_000);
    await leaveFramework(manager, { key, reason: "Certified by the edition of 2022." });
    expect(await adoption()).toMatchObject({ state: "left", reason: "Certified by the edition of 2022." });
    world.clock.advance(1000);
    const after = await readControl(manager, { code: "SYS.1.01" });
    expect(after.adoptedFrameworks).toEqual([]);
    expect(after.mappings).toEqual(before.mappings);
    expect((await readControl(manager, { code: "SYS.1.01", asOf: begun })).adoptedFrameworks).toEqual([key]);
    await expect(leaveFramework(manager, { key, reason: "Twice." })).rejects.toMatchObject({ reason: "not_adopted" });
    await expect(leaveFramework(manager, { key, reason: " " })).rejects.toMatchObject({ code: "validation" });
    await expect(adoptFramework(manager, { key: "iso27001-1999" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("says when the content was corrected since", async () => {
    await adoptFramework(world.as("compliance_manager"), { key });
    await world.inTenant((tx) => tx.frameworkAdoption.create({ data: { organizationId: world.organizationId, id: "fad_other", frameworkKey: key, number: 9, state: "adopted", contentHash: "0".repeat(64), recordedAt: new Date(world.clock.now().getTime() + 1), recordedBy: "test" } }));
    world.clock.advance(10);
    expect(await adoption()).toMatchObject({ state: "adopted", contentChanged: true });
  });

  it("is done once when it is asked for twice at once", async () => {
    const twice = await Promise.all([0, 1].map(() => adoptFramework(world.as("compliance_manager"), { key: "pci-dss-4.0.1" })));
    expect(twice.map((one) => one.adopted).sort()).toEqual([false, true]);
  });

  it("is another organization's own business", async () => {
    const other = await testWorld();
    expect((await readFramework(other.as("compliance_manager"), { key })).framework.adoption.state).toBe("never");
    await other.close();
  });
});
