import { afterAll, beforeAll, expect, test } from "vitest";
import { readControl, reinstateControl, retireControl } from "#lib/controls/index.ts";
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
    expect(await importControlFiles(there, { files, take: [{ code: "SYS.1.01", base: null }, { code: "SYS.2.07", base: null }] })).toEqual({ created: 2, changed: 0, retired: 0, proposed: 0 });
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
  expect(await take(files, "SYS.1.01")).toEqual({ created: 0, changed: 1, retired: 0, proposed: 0 });
  expect((await readControl(admin(), { code: "SYS.1.01" })).version).toMatchObject({ title: "Logs of what was done" });
  expect((await preview(files)).differ.map(({ code }) => code)).toEqual(["SYS.2.07"]);
  expect(await take(files, "SYS.1.01")).toEqual({ created: 0, changed: 0, retired: 0, proposed: 0 });
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

test("retired controls travel as such, with their successor and what they answered: identical bytes in another organization, and nothing drifts", async () => {
  const before = await exported();
  const { id } = await readControl(admin(), { code: "SYS.2.07" });
  world.clock.advance(3 * 86_400_000);
  const yesterday = new Date(world.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
  await retireControl(admin(), { controlId: id, day: yesterday, reason: "Bought as a service.", successorCode: "SYS.1.01" });
  const files = await exported();
  const retired = files.find(({ name }) => name === "SYS.2.07.md")?.text ?? "";
  expect(retired).toMatch(/^retired:\n {2}from: \d{4}-\d\d-\d\dT\d\d:00:00Z\n {2}reason: Bought as a service\.\n {2}successor: SYS\.1\.01$/mu);
  expect(retired).toContain("requirement: CC7.2");
  expect(await preview(files)).toMatchObject({ create: [], differ: [], same: 2, onlyHere: [], problems: [] });
  expect((await preview(before)).problems).toEqual([{ file: "SYS.2.07.md", line: 1, column: 1, sentence: "SYS.2.07 is retired. Reinstate it on its page, or take its file out of the folder." }]);
  expect(await reasonOf(importControlFiles(admin(), { files: before, take: [{ code: "SYS.2.07", base: null }] }))).toBe("control_file_invalid");

  const other = await testWorld();
  try {
    other.clock.advance(world.clock.now().getTime() - other.clock.now().getTime());
    const there = other.as("admin");
    const take = [{ code: "SYS.1.01", base: null }, { code: "SYS.2.07", base: null }];
    expect(await importControlFiles(there, { files, take })).toEqual({ created: 2, changed: 0, retired: 1, proposed: 0 });
    expect(await exportControlFiles(there, {})).toEqual(files);
    expect(await previewControlFiles(there, { files })).toMatchObject({ same: 2, differ: [], problems: [] });
    expect(await readControl(there, { code: "SYS.2.07" })).toMatchObject({ mappings: [], requests: [], retirement: { reason: "Bought as a service.", successor: { code: "SYS.1.01" } } });
    await reinstateControl(there, { controlId: (await readControl(there, { code: "SYS.2.07" })).id, reason: "Bought in vain." });
    expect((await readControl(there, { code: "SYS.2.07" })).mappings.length).toBeGreaterThan(0);
  } finally {
    await other.close();
  }
});

test("a file retires a control that holds, and what it says of times and successors must be possible", async () => {
  const files = (await exported()).filter(({ name }) => name === "SYS.1.01.md");
  const at = (more: string): Files => changed(files, "SYS.1.01.md", /^owner:/mu, `${more}\nowner:`);
  const yesterday = new Date(world.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
  const sentence = async (given: Files) => (await preview(given)).problems.map((one) => one.sentence);
  const ending = (from: string, more = ""): Files => at(`retired: { from: ${from}, reason: Done by others.${more} }`);
  expect(await sentence(ending("2031-01-01"))).toEqual([expect.stringContaining("not in the future")]);
  expect(await sentence(ending(yesterday, ", successor: SYS.9.99"))).toEqual(["Its successor SYS.9.99 is neither here nor in the folder."]);
  expect(await sentence(ending(yesterday, ", successor: SYS.2.07"))).toEqual(["Its successors lead in a circle, by SYS.1.01."]);
  expect(await sentence(changed(ending(yesterday), "SYS.1.01.md", /^title: .*$/mu, "title: Another"))).toEqual(["This file retires SYS.1.01 and changes what it says. Take one after the other."]);
  const later = ending(yesterday);
  expect((await preview(later)).differ.map(({ changes }) => changes.map(({ field }) => field))).toEqual([["Retired"]]);
  expect(await take(later)).toEqual({ created: 0, changed: 1, retired: 1, proposed: 0 });
  expect(await readControl(admin(), { code: "SYS.1.01" })).toMatchObject({ retirement: { reason: "Done by others.", successor: null } });
});

test("a folder beyond what controls can fill is refused before it is read", async () => {
  const files = Array.from({ length: 65 }, (_, at) => ({ name: `A.${at}.md`, text: "x".repeat(1_000_000) }));
  await expect(preview(files)).rejects.toMatchObject({ code: "validation" });
});
