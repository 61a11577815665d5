import { afterAll, beforeAll, expect, test } from "vitest";
import { exportControlFiles, importControlFiles, previewControlFiles } from "#lib/control-files/index.ts";
import { libraryOf, loadControlContent, readControl, retireControl, type LibraryControl } from "#lib/controls/index.ts";
import { adoptLibrary } from "#lib/controls/index.ts";
import { approveDrafts, editControl, listDrafts, readControlEdit } from "#lib/drafts/index.ts";
import { loadTestFrameworks, TESTED_CONTROLS } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { countDrift, listDrift, noteFolder, readDrift, settleDrift } from "./index.ts";

let world: World;
let shipped: LibraryControl[];
const admin = () => world.as("admin");
const ines = () => world.as("compliance_manager");

/** The library as it was once: other words in three places, and one mapping less. */
function asItWas(control: LibraryControl): LibraryControl {
  return { ...control, title: `${control.title}, once`, guidance: "Once.", statement: "Once it was said so.", mappings: control.mappings.slice(1) };
}

beforeAll(async () => {
  world = await testWorld();
  await loadTestFrameworks();
  shipped = libraryOf((await loadControlContent("controls")).controls, TESTED_CONTROLS);
  await adoptLibrary(world.asSystem("set-up"), { controls: shipped.map(asItWas) });
});
afterAll(() => world.close());

async function edit(code: string, changes: Record<string, string>) {
  world.clock.advance(1000);
  const { control, texts, version, textVersion } = await readControlEdit(admin(), { code });
  return editControl(admin(), { controlId: control.id, texts: { ...texts, ...changes } as Parameters<typeof editControl>[1]["texts"], baseVersion: version, textVersion, draft: null, send: "review" });
}
async function differencesOf(code: string, source: "library" | "folder" = "library") {
  return (await readDrift(admin(), { code, source })).differs[0]?.fields.map(({ field, cause }) => `${field}: ${cause}`) ?? [];
}
async function decide(act: "take" | "keep", code: string, fields?: string[], source: "library" | "folder" = "library") {
  world.clock.advance(1000);
  const base = (await readDrift(admin(), { code, source })).differs[0]?.base ?? "";
  return settleDrift(admin(), { act, controls: [{ code, source, base, ...(fields === undefined ? {} : { fields }) }] });
}

test("what the library changed since a control was taken is told field by field, apart from what the organization changed itself", async () => {
  await edit("SYS.1.01", { title: "Our own title", context: "Our own context." });
  const first = shipped.find(({ code }) => code === "SYS.1.01")!.mappings[0]!;
  expect(await differencesOf("SYS.1.01")).toEqual(["Title: both", "Statement: source", "Guidance: source", `Mapping ${first.framework} ${first.requirement}: source`]);
  expect(await countDrift(ines(), {})).toEqual({ library: 2, folder: 0 });
  const { rows, total, undecided } = await listDrift(ines(), {});
  expect({ total, undecided }).toEqual({ total: 2, undecided: 2 });
  expect(rows[0]).toMatchObject({ code: "SYS.1.01", differs: "Title, Statement, Guidance, 1 mapping", causes: ["source", "both"], undecided: 4 });
  expect((await listDrift(ines(), { cause: "both" })).rows.map(({ code }) => code)).toEqual(["SYS.1.01"]);
  const page = await listDrift(ines(), { size: 1 });
  expect((await listDrift(ines(), { size: 1, cursor: page.nextCursor ?? "" })).rows.map(({ code }) => code)).toEqual(["SYS.2.07"]);
});

test("taking over takes what only the library changed; statement and mappings wait for another person, the rest is recorded", async () => {
  expect(await decide("take", "SYS.1.01")).toEqual({ codes: ["SYS.1.01"], proposed: 1, left: [] });
  const { version } = await readControl(admin(), { code: "SYS.1.01" });
  expect(version).toMatchObject({ title: "Our own title", context: "Our own context.", statement: "Once it was said so.", guidance: shipped[0]!.guidance });
  expect(await differencesOf("SYS.1.01")).toEqual(["Title: both"]);
  world.clock.advance(1000);
  const { rows } = await listDrafts(ines(), { state: "in_review" });
  await approveDrafts(ines(), { drafts: rows.map(({ id, revision }) => ({ draftId: id, revision })) });
  expect((await readControl(admin(), { code: "SYS.1.01" })).version?.statement).toBe(shipped[0]!.statement);
  expect(await differencesOf("SYS.1.01")).toEqual(["Title: both"]);
});

test("what is kept is one's own from then on, until the library says something else again", async () => {
  expect(await decide("keep", "SYS.1.01", ["Title"])).toEqual({ codes: ["SYS.1.01"], proposed: 0, left: [] });
  expect((await readDrift(admin(), { code: "SYS.1.01" })).differs).toEqual([]);
  expect((await readControl(admin(), { code: "SYS.1.01" })).version?.title).toBe("Our own title");
  expect(await countDrift(ines(), { code: "SYS.1.01" })).toEqual({ library: 0, folder: 0 });
});

test("only what was looked at is decided on: a control that somebody changed meanwhile is refused, whole", async () => {
  const { base } = (await readDrift(admin(), { code: "SYS.2.07" })).differs[0]!;
  await edit("SYS.2.07", { title: "Changed meanwhile" });
  const both = [{ code: "SYS.2.07", source: "library" as const, base }];
  expect(await reasonOf(settleDrift(admin(), { act: "take", controls: both }))).toBe("drift_moved_on");
  expect(await reasonOf(settleDrift(admin(), { act: "keep", controls: [...both, ...both] }))).toBe("control_twice");
  expect((await differencesOf("SYS.2.07")).length).toBeGreaterThan(2);
});

test("controls that are not told apart from the library's since earlier are shown as unknown, without what is the organization's own", async () => {
  await world.inTenant((tx) => tx.controlBaseline.deleteMany({ where: { source: "library" } }));
  expect((await differencesOf("SYS.2.07")).every((one) => one.endsWith(": unknown"))).toBe(true);
  expect(await differencesOf("SYS.1.01")).toEqual(["Title: unknown", "Context: unknown"]);
});

test("a folder that was exported differs once a control is changed; changed on both sides is told, taken or kept", async () => {
  const files = await exportControlFiles(admin(), {});
  expect(await noteFolder(admin(), { place: "controls-of-ours", files })).toEqual({ controls: 2, differ: 0 });
  expect((await listDrift(ines(), { source: "folder" })).total).toBe(0);
  await edit("SYS.2.07", { guidance: "Changed here." });
  expect(await differencesOf("SYS.2.07", "folder")).toEqual(["Guidance: here"]);
  expect((await listDrift(ines(), { source: "folder" })).rows[0]).toMatchObject({ place: "controls-of-ours", undecided: 0 });

  const theirs = files.map(({ name, text }) => ({ name, text: name === "SYS.2.07.md" ? text.replace(/^title: .*$/mu, "title: Changed there").replace(/(## Guidance\n\n)[^#]+/u, "$1Changed there.\n\n") : text }));
  expect(await noteFolder(admin(), { place: "controls-of-ours", files: theirs })).toEqual({ controls: 2, differ: 1 });
  expect(await differencesOf("SYS.2.07", "folder")).toEqual(["Title: source", "Guidance: both"]);
  expect(await countDrift(ines(), {})).toMatchObject({ folder: 1 });
  expect(await decide("take", "SYS.2.07", ["Title", "Guidance"], "folder")).toMatchObject({ codes: ["SYS.2.07"], proposed: 0 });
  expect((await readControl(admin(), { code: "SYS.2.07" })).version).toMatchObject({ title: "Changed there", guidance: "Changed there." });
  expect((await listDrift(ines(), { source: "folder" })).total).toBe(0);
});

test("an import settles what it took, and a control that was retired here differs from its file until it is exported again", async () => {
  const files = await exportControlFiles(admin(), {});
  const theirs = files.map(({ name, text }) => ({ name, text: name === "SYS.1.01.md" ? text.replace(/^owner: .*$/mu, "owner: Those over there") : text }));
  const { differ } = await previewControlFiles(admin(), { files: theirs });
  world.clock.advance(1000);
  await importControlFiles(admin(), { files: theirs, take: differ.map(({ code, base }) => ({ code, base })) });
  await noteFolder(admin(), { place: "controls-of-ours", files: theirs, taken: ["SYS.1.01"] });
  expect((await listDrift(ines(), { source: "folder" })).total).toBe(0);
  world.clock.advance(3 * 86_400_000);
  const { id } = await readControl(admin(), { code: "SYS.1.01" });
  await retireControl(admin(), { controlId: id, day: new Date(world.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10), reason: "Done by others." });
  expect(await differencesOf("SYS.1.01", "folder")).toEqual(["Retired: here"]);
  expect(await noteFolder(admin(), { place: "controls-of-ours", files: await exportControlFiles(admin(), {}) })).toEqual({ controls: 2, differ: 0 });
  expect((await listDrift(ines(), {})).rows.map(({ code }) => code)).toEqual(["SYS.2.07"]);
});
