import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adoptLibrary, libraryOf, loadControlContent } from "#lib/controls/index.ts";
import { adoptedLibrary, TESTED_CONTROLS } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { listFrameworks, lookAtOwnFramework, readFramework, takeOwnFramework } from "./index.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  await adoptedLibrary(world);
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const manager = () => world.as("compliance_manager");
const NAMES = { id: "supplier-code", name: "Supplier code", edition: "2026", one: "clause", many: "clauses", validFrom: "", validUntil: "" };
const key = "own-supplier-code";

async function sent(bytes: Buffer, fileName = "own.csv") {
  const { sha256 } = await receiveUpload(manager(), { body: [bytes] as unknown as AsyncIterable<Uint8Array>, byteLength: bytes.length });
  return { sha256, fileName, names: NAMES };
}
const rows = (...lines: string[]) => Buffer.from(["Code,Title,Group", ...lines].join("\n"));

describe("a framework of one's own", () => {
  it("goes from a file to a matrix with gaps, adopted, and the file twice changes nothing", async () => {
    const choice = await sent(rows("S1.1,Access ends with the contract,S1 Access", "S1.2,Access is reviewed,S1 Access"));
    const look = await lookAtOwnFramework(manager(), choice);
    expect(look).toMatchObject({ form: "sheet", problems: [], plan: { key, version: 1, kind: "new", added: ["S1.1", "S1.2"] } });
    expect(await takeOwnFramework(manager(), choice)).toEqual({ key, version: 1, kind: "new" });
    const page = await readFramework(manager(), { key });
    expect(page).toMatchObject({ framework: { own: { version: 1 }, publisher: `World ${world.slug}`, itemLabel: "clause", adoption: { state: "adopted", contentChanged: false } }, counts: { total: 2, unmapped: 2 } });
    expect((await listFrameworks(manager(), {})).map((row) => row.key)).toContain(key);
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.count());
    expect(await takeOwnFramework(manager(), choice)).toEqual({ key, version: 1, kind: "same" });
    expect(await world.inTenant((tx) => tx.auditTrailEntry.count())).toBe(trail);
  });

  it("takes a later file as a version, says what differs, and lets no item vanish that a control is mapped to", async () => {
    const { controls } = await loadControlContent("controls");
    const [control] = libraryOf(controls, TESTED_CONTROLS);
    await adoptLibrary(world.asSystem("set-up"), { controls: [{ ...control!, mappings: [...control!.mappings, { framework: key, requirement: "S1.2", relation: "satisfies", origin: "customer", rationale: "Ours." }] }] });
    expect((await readFramework(manager(), { key })).counts).toMatchObject({ unmapped: 1 });
    const losing = await sent(rows("S1.1,Access ends the same day,S1 Access", "S1.3,Access is logged,S1 Access"));
    expect((await lookAtOwnFramework(manager(), losing)).plan).toMatchObject({ kind: "changed", version: 2, added: ["S1.3"], removed: ["S1.2"], retitled: [{ code: "S1.1", after: "Access ends the same day" }], stillMapped: [{ code: "S1.2", controls: [control!.code] }] });
    await expect(takeOwnFramework(manager(), losing)).rejects.toMatchObject({ reason: "requirements_mapped" });
    const keeping = await sent(rows("S1.1,Access ends the same day,S1 Access", "S1.2,Access is reviewed,S1 Access", "S1.3,Access is logged,S1 Access"));
    expect(await takeOwnFramework(manager(), keeping)).toEqual({ key, version: 2, kind: "changed" });
    expect(await readFramework(manager(), { key })).toMatchObject({ framework: { own: { version: 2 }, adoption: { state: "adopted", contentChanged: false } }, counts: { total: 3, unmapped: 2 } });
  });

  it("refuses a file of 50 MB, one that is neither, and one with problems, with a sentence", async () => {
    await expect(lookAtOwnFramework(manager(), await sent(Buffer.alloc(50_000_000, "x"), "own.yaml"))).rejects.toMatchObject({ code: "validation", reason: "framework_file_large" });
    await expect(lookAtOwnFramework(manager(), await sent(Buffer.from([0x66, 0xff, 0xfe]), "own.yaml"))).rejects.toMatchObject({ reason: "framework_file_encoding" });
    const broken = await sent(rows("S1.1,=1+1,S1 Access"));
    expect((await lookAtOwnFramework(manager(), broken)).plan).toBeNull();
    await expect(takeOwnFramework(manager(), broken)).rejects.toMatchObject({ reason: "framework_broken" });
  });

  it("is another organization's neither to see nor to send", async () => {
    const theirs = other.as("compliance_manager");
    expect((await listFrameworks(theirs, {})).map((row) => row.key)).not.toContain(key);
    await expect(readFramework(theirs, { key })).rejects.toMatchObject({ code: "not_found" });
    await expect(lookAtOwnFramework(theirs, await sent(rows("S1.1,One,S1 Access")))).rejects.toMatchObject({ code: "not_found" });
  });
});
