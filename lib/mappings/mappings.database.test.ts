import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readControl } from "#lib/controls/index.ts";
import { readFramework } from "#lib/frameworks/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { approveDrafts, listDrafts, readDraft, type ChangedMappings } from "#lib/drafts/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { acceptProposals, mapControls, readMappingEditor, readOutlook, retractMappings, undoMappings } from "./index.ts";

let world: World;
let other: World;
let adopted: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  adopted = await adoptedLibrary(world);
  // How mappings hold, and what they were: whether another person approves them is told at the end.
  await changeSetting(world.as("admin"), { name: "control_approval", value: "waived" });
});
beforeEach(() => world.clock.advance(1000));
afterAll(async () => {
  await world.close();
  await other.close();
});

const manager = () => world.as("compliance_manager");
const control = (code: string) => adopted.controls.get(code)!;
const iso = "iso27001-2022";
const undone = ({ frameworkKey, pairs }: ChangedMappings) => undoMappings(manager(), { frameworkKey, pairs });
const editor = (frameworkKey = iso) => readMappingEditor(manager(), { frameworkKey });
const line = async (code: string, key = iso) => (await readFramework(manager(), { key })).groups.flatMap((group) => group.requirements).find((one) => one.code === code)!;

describe("mapping", () => {
  it("closes a gap only by what satisfies; a contribution leaves it a gap, and both stand with their rationale", async () => {
    expect((await line("A.8.17")).gap).toBe("unmapped");
    const input = { frameworkKey: iso, requirementCode: "A.8.17", controlIds: [control("SYS.1.01")], rationale: "Clocks are compared hourly." };
    await mapControls(manager(), { ...input, strength: "contributes" });
    expect(await line("A.8.17")).toMatchObject({ gap: "only_contributed", controls: [{ code: "SYS.1.01", origin: "customer", rationale: "Clocks are compared hourly." }] });
    world.clock.advance(1000);
    await mapControls(manager(), { ...input, strength: "satisfies" });
    expect(await line("A.8.17")).toMatchObject({ gap: null });
    expect((await mapControls(manager(), { ...input, strength: "satisfies" })).pairs).toEqual([]);
  });

  it("takes a mapping back and keeps its history; undo restores what was, unless somebody changed it since", async () => {
    const pair = { controlId: control("SYS.1.01"), requirementCode: "A.8.17" };
    const before = world.clock.now();
    world.clock.advance(1000);
    const retracted = await retractMappings(manager(), { frameworkKey: iso, pairs: [pair], reason: "Clocks moved to another control." });
    expect((await line("A.8.17")).gap).toBe("unmapped");
    const past = await readControl(manager(), { code: "SYS.1.01", asOf: before });
    expect(past.mappings.flatMap((group) => group.items).filter((one) => one.requirementCode === "A.8.17")).toMatchObject([{ strength: "satisfies" }]);
    world.clock.advance(1000);
    await undone(retracted);
    expect(await line("A.8.17")).toMatchObject({ gap: null, controls: [{ rationale: "Clocks are compared hourly." }] });
    world.clock.advance(1000);
    await expect(undone(retracted)).rejects.toMatchObject({ code: "conflict", reason: "mapping_changed_since" });
    const made = await mapControls(manager(), { frameworkKey: iso, requirementCode: "A.5.7", controlIds: [control("SYS.2.07")], strength: "contributes", rationale: "Feeds are read." });
    world.clock.advance(1000);
    await undone(made);
    expect((await line("A.5.7")).controls).toEqual([]);
  });

  it("proposes through crosswalks, with the reason, and accepts many at once", async () => {
    const pci = await editor("pci-dss-3.2.1");
    const through = pci.proposals.filter((one) => one.origin === "crosswalk");
    expect(through.length).toBeGreaterThan(3);
    expect(through.every((one) => one.strength === "contributes" && /PCI DSS 4\.0\.1 [\d.]+, which (took this one’s place|asks part of the same)/.test(one.reason))).toBe(true);
    const pairs = through.map(({ controlId, requirementCode }) => ({ controlId, requirementCode }));
    const accepted = await acceptProposals(manager(), { frameworkKey: "pci-dss-3.2.1", pairs, as: "proposed" });
    expect(accepted.pairs).toHaveLength(pairs.length);
    expect((await editor("pci-dss-3.2.1")).proposals.filter((one) => one.origin === "crosswalk")).toEqual([]);
    await expect(acceptProposals(manager(), { frameworkKey: "pci-dss-3.2.1", pairs, as: "proposed" })).rejects.toMatchObject({ reason: "not_proposed" });
    world.clock.advance(1000);
    await undone(accepted);
    expect((await editor("pci-dss-3.2.1")).proposals.filter((one) => one.origin === "crosswalk")).toHaveLength(pairs.length);
  });

  it("says what an edition would add, item by item, and the parts add up", async () => {
    const { lines, counts, through } = await readOutlook(manager(), { frameworkKey: iso });
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(93);
    expect(through).toEqual(["ISO/IEC 27001 2013"]);
    const of = (code: string) => lines.find((one) => one.code === code)!;
    expect(of("A.8.16")).toMatchObject({ outlook: "satisfied" });
    expect(of("A.5.23")).toMatchObject({ outlook: "missing", because: "New in this edition; nothing leads to it" });
    // A.12.4.4 is the one item whose place A.8.17 took: satisfied there, implied here.
    await retractMappings(manager(), { frameworkKey: iso, pairs: [{ controlId: control("SYS.1.01"), requirementCode: "A.8.17" }], reason: "To look at what follows." });
    world.clock.advance(1000);
    await mapControls(manager(), { frameworkKey: "iso27001-2013", requirementCode: "A.12.4.4", controlIds: [control("SYS.1.01")], strength: "satisfies", rationale: "Clocks." });
    const implied = (await readOutlook(manager(), { frameworkKey: iso })).lines.find((one) => one.code === "A.8.17");
    expect(implied).toMatchObject({ outlook: "implied", because: "SYS.1.01 through ISO/IEC 27001 2013 A.12.4.4 (predecessor, published)" });
    expect((await line("A.8.17")).gap).not.toBeNull();
    expect((await editor()).proposals.find((one) => one.requirementCode === "A.8.17" && one.controlCode === "SYS.1.01")).toMatchObject({ origin: "crosswalk", strength: "satisfies" });
  });

  it("refuses what is not there and what is another organization's", async () => {
    const base = { frameworkKey: iso, requirementCode: "A.8.17", controlIds: [control("SYS.1.01")], strength: "satisfies" as const, rationale: "Why." };
    await expect(mapControls(manager(), { ...base, requirementCode: "A.99" })).rejects.toMatchObject({ code: "not_found" });
    await expect(mapControls(manager(), { ...base, frameworkKey: "iso27001-1999" })).rejects.toMatchObject({ code: "not_found" });
    await expect(mapControls(other.as("compliance_manager"), base)).rejects.toMatchObject({ code: "not_found" });
    await expect(mapControls(world.as("control_owner"), base)).rejects.toMatchObject({ code: "forbidden" });
    await expect(mapControls(manager(), { ...base, rationale: " " })).rejects.toMatchObject({ code: "validation" });
  });
});

describe("mapping with another person's approval", () => {
  const admin = () => world.as("admin");
  const wish = (code: string, requirementCode: string, strength: "satisfies" | "contributes" = "contributes") => ({ frameworkKey: iso, requirementCode, controlIds: [control(code)], strength, rationale: "Looked at together." });
  const waiting = async () => (await editor()).waiting.map(({ controlCode, requirementCode, strength, retracted, isOwn }) => [controlCode, requirementCode, retracted ? "taken back" : strength, isOwn]);
  beforeAll(() => changeSetting(world.as("admin"), { name: "control_approval", value: "second_person" }));

  it("waits in one draft for each control, changes nothing before, and holds once another person approved all of them", async () => {
    const first = await mapControls(manager(), wish("SYS.2.07", "A.5.24"));
    world.clock.advance(1000);
    const second = await mapControls(manager(), { ...wish("SYS.2.07", "A.5.25", "satisfies"), controlIds: [control("SYS.2.07"), control("SYS.1.01")] });
    expect([first.waiting, second.waiting, first.pairs.length + second.pairs.length]).toEqual([1, 2, 3]);
    expect((await line("A.5.24")).controls).toEqual([]);
    expect(await waiting()).toEqual([["SYS.1.01", "A.5.25", "satisfies", true], ["SYS.2.07", "A.5.24", "contributes", true], ["SYS.2.07", "A.5.25", "satisfies", true]]);
    expect((await editor()).proposals.filter((one) => one.requirementCode === "A.5.24" && one.controlCode === "SYS.2.07")).toEqual([]);
    const { rows } = await listDrafts(admin(), { state: "in_review" });
    expect(rows.map((one) => [one.code, one.proposes, one.canDecide])).toEqual([["SYS.1.01", "1 mapping", true], ["SYS.2.07", "2 mappings", true]]);
    world.clock.advance(1000);
    await approveDrafts(admin(), { drafts: rows.map(({ id, revision }) => ({ draftId: id, revision })) });
    expect(await line("A.5.25")).toMatchObject({ gap: null });
    expect(await waiting()).toEqual([]);
    expect((await readControl(manager(), { code: "SYS.2.07" })).history[0]).toMatchObject({ kind: "mapping", detail: "proposed by Cleo Compliance, approved by Ada Admin" });
  });

  it("is taken back where it waits, and is withdrawn when nothing is left; what was decided meanwhile is not", async () => {
    const made = await mapControls(manager(), wish("SYS.2.07", "A.5.28"));
    const further = await mapControls(manager(), wish("SYS.2.07", "A.5.29"));
    expect(await reasonOf(undone(made))).toBe("mapping_changed_since");
    await undone(further);
    expect(await waiting()).toEqual([["SYS.2.07", "A.5.28", "contributes", true]]);
    const [pair] = made.pairs;
    const draftId = pair !== undefined && "draftId" in pair ? pair.draftId : "";
    world.clock.advance(1000);
    expect((await retractMappings(manager(), { frameworkKey: iso, pairs: [{ controlId: control("SYS.2.07"), requirementCode: "A.5.28" }], reason: "Another control does it." })).waiting).toBe(1);
    expect((await readDraft(manager(), { draftId })).state).toBe("withdrawn");
    expect(await waiting()).toEqual([]);
  });

  it("refuses a pair that another person's draft changes already, and takes nothing back past an approval", async () => {
    await mapControls(manager(), wish("SYS.1.01", "A.5.30"));
    expect(await reasonOf(mapControls(admin(), wish("SYS.1.01", "A.5.30")))).toBe("mapping_waits");
    const [row] = (await listDrafts(admin(), { state: "in_review" })).rows;
    world.clock.advance(1000);
    await approveDrafts(admin(), { drafts: [{ draftId: row!.id, revision: row!.revision }] });
    const version = await world.inTenant((tx) => tx.mappingVersion.findFirstOrThrow({ where: { requirementCode: "A.5.30" }, orderBy: { id: "desc" } }));
    world.clock.advance(1000);
    const undo = await undoMappings(manager(), { frameworkKey: iso, pairs: [{ controlId: version.controlId, requirementCode: "A.5.30", versionId: version.id }] });
    expect(undo.waiting).toBe(1);
    expect((await line("A.5.30")).controls).toHaveLength(1);
  });
});
