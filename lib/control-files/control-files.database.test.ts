import { afterAll, beforeAll, expect, test } from "vitest";
import { readControl, retireControl } from "#lib/controls/index.ts";
import { approveDrafts, listDrafts } from "#lib/drafts/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { exportControlFiles, importControlFiles, previewControlFiles } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
  await adoptedLibrary(world);
});
afterAll(() => world.close());

type Files = { name: string; text: string }[];
const admin = () => world.as("admin");
const exported = (): Promise<Files> => exportControlFiles(admin(), {});
const preview = (files: Files) => previewControlFiles(admin(), { files });
const changed = (files: Files, name: string, from: RegExp, to: string): Files => files.map((file) => (file.name === name ? { name, text: file.text.replace(from, to) } : file));
async function take(files: Files, only?: string) {
  world.clock.advance(1000);
  const { create, differ } = await preview(files);
  const all = [...create.map(({ code }) => ({ code, base: null })), ...differ.map(({ code, base }) => ({ code, base }))];
  return importControlFiles(admin(), { files, take: all.filter(({ code }) => only === undefined || code === only) });
}

/** Another person approves what waits. */
async function approveAll(): Promise<void> {
  world.clock.advance(1000);
  const { rows } = await listDrafts(world.as("compliance_manager"), { state: "in_review" });
  await approveDrafts(world.as("compliance_manager"), { drafts: rows.map(({ id, revision }) => ({ draftId: id, revision })) });
}

test("exported, imported into another organization and exported again: identical bytes, and nothing drifts", async () => {
  const files = await exported();
  expect(files.map(({ name }) => name)).toEqual(["SYS.1.01.md", "SYS.2.07.md"]);
  expect(await preview(files)).toMatchObject({ create: [], differ: [], same: 2, onlyHere: [], problems: [] });

  const other = await testWorld();
  try {
    const there = other.as("admin");
    expect(await previewControlFiles(there, { files })).toMatchObject({ create: [{ code: "SYS.1.01" }, { code: "SYS.2.07" }], differ: [], problems: [] });
    expect(await importControlFiles(there, { files, take: [{ code: "SYS.1.01", base: null }, { code: "SYS.2.07", base: null }] })).toEqual({ created: 2, changed: 0, proposed: 0 });
    expect(await exportControlFiles(there, {})).toEqual(files);
  } finally {
    await other.close();
  }
});

test("what differs is shown field by field, and only what was shown and chosen is taken, as a version", async () => {
  const before = await exported();
  let files = changed(before, "SYS.1.01.md", /^title: .*$/mu, "title: Logs of what was done");
  files = changed(files, "SYS.2.07.md", /^owner: .*$/mu, "owner: Somebody else");
  expect((await preview(files)).differ).toMatchObject([
    { code: "SYS.1.01", changes: [{ field: "Title", after: "Logs of what was done" }] },
    { code: "SYS.2.07", changes: [{ field: "Team", before: "Security Operations", after: "Somebody else" }] },
  ]);
  expect(await take(files, "SYS.1.01")).toEqual({ created: 0, changed: 1, proposed: 0 });
  expect((await readControl(admin(), { code: "SYS.1.01" })).version).toMatchObject({ title: "Logs of what was done" });
  expect((await preview(files)).differ.map(({ code }) => code)).toEqual(["SYS.2.07"]);
  expect(await take(files, "SYS.1.01")).toEqual({ created: 0, changed: 0, proposed: 0 });
});

test("a mapping and a request that a file leaves out are given up, the organization's own too, and come back with it", async () => {
  const before = await exported();
  const files = changed(before, "SYS.2.07.md", / {2}- framework: soc2-tsc-2017\n {4}requirement: CC7\.2\n(?: {4}.*\n)+/u, "");
  const without = changed(files, "SYS.2.07.md", / {2}- key: incidents-to-closure\n(?: {4}.*\n)+/u, "");
  expect((await preview(without)).differ[0]?.changes.map(({ field, after }) => [field, after])).toEqual([["Mapping soc2-tsc-2017 CC7.2", ""], ["Evidence request incidents-to-closure", ""]]);
  expect(await take(without)).toMatchObject({ changed: 1, proposed: 1 });
  expect((await preview(without)).differ[0]?.changes.map(({ field }) => field)).toEqual(["Mapping soc2-tsc-2017 CC7.2"]);
  await approveAll();
  expect(await exported()).toEqual(without);
  await take(before);
  await approveAll();
  expect(await exported()).toEqual(before);
});

test("a control that somebody changed since its differences were shown is not taken over", async () => {
  const files = await exported();
  const mine = changed(files, "SYS.1.01.md", /^title: .*$/mu, "title: Mine");
  const shown = (await preview(mine)).differ.map(({ code, base }) => ({ code, base }));
  await take(changed(files, "SYS.1.01.md", /^title: .*$/mu, "title: Theirs"));
  expect(await reasonOf(importControlFiles(admin(), { files: mine, take: shown }))).toBe("control_changed_meanwhile");
  expect((await readControl(admin(), { code: "SYS.1.01" })).version).toMatchObject({ title: "Theirs" });
});

test("a file with a problem is located and left out; taking it is refused, and the rest stays takeable", async () => {
  const files = await exported();
  const broken = [...changed(files, "SYS.1.01.md", /^kind: .*$/mu, "kind: sometimes"), { name: "NEW.1.01.md", text: (files[1]?.text ?? "").replace("SYS.2.07", "NEW.1.01").replace("requirement: CC7.2", "requirement: CC99") }];
  const { problems, same } = await preview(broken);
  expect(problems.map(({ file, line, sentence }) => `${file}:${line} ${sentence}`)).toEqual([expect.stringMatching(/^SYS\.1\.01\.md:4 /), "NEW.1.01.md:1 No framework here has soc2-tsc-2017 CC99."]);
  expect(same).toBe(1);
  expect(await reasonOf(importControlFiles(admin(), { files: broken, take: [{ code: "NEW.1.01", base: null }] }))).toBe("control_file_invalid");
});

test("controls without a file are named and stay", async () => {
  const [first] = await exported();
  expect(await preview(first === undefined ? [] : [first])).toMatchObject({ same: 1, onlyHere: ["SYS.2.07"] });
});

test("a retired control has no file, and no file brings it back", async () => {
  const before = await exported();
  const { id } = await readControl(admin(), { code: "SYS.2.07" });
  world.clock.advance(3 * 86_400_000);
  const yesterday = new Date(world.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
  await retireControl(admin(), { controlId: id, day: yesterday, reason: "Bought as a service." });
  expect((await exported()).map(({ name }) => name)).toEqual(["SYS.1.01.md"]);
  const { create, problems } = await preview(before);
  expect(create).toEqual([]);
  expect(problems).toEqual([{ file: "SYS.2.07.md", line: 1, column: 1, sentence: "SYS.2.07 is retired. Reinstate it on its page, or take its file out of the folder." }]);
  expect(await reasonOf(importControlFiles(admin(), { files: before, take: [{ code: "SYS.2.07", base: null }] }))).toBe("control_file_invalid");
});

test("a folder beyond what controls can fill is refused before it is read", async () => {
  const files = Array.from({ length: 65 }, (_, at) => ({ name: `A.${at}.md`, text: "x".repeat(1_000_000) }));
  await expect(preview(files)).rejects.toMatchObject({ code: "validation" });
});
