import { afterAll, beforeAll, expect, test } from "vitest";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { arrangeList, changeView, chooseStartView, deleteView, readArrangement, saveView, shareView } from "./index.ts";
import { VIEWS_PER_LIST } from "./limits.ts";

let world: FurnishedWorld;
beforeAll(async () => {
  world = await furnishedWorld();
}, 240_000);
afterAll(async () => {
  await world.close();
});

const STALE = { list: "controls", filters: [{ name: "status", value: "stale" }], columns: null };
const namesOf = async (role: "admin" | "compliance_manager" | "control_owner", list = "controls") => (await readArrangement(world.as(role), { list })).views.map(({ name }) => name);

test("columns and density are each person's own, and given back as they come on a reset", async () => {
  await arrangeList(world.as("control_owner"), { list: "evidence", columns: ["title", "number"], density: "compact" });
  expect(await readArrangement(world.as("control_owner"), { list: "evidence" })).toMatchObject({ columns: ["title", "number"], density: "compact" });
  expect(await readArrangement(world.as("admin"), { list: "evidence" })).toMatchObject({ columns: null, density: "normal" });
  expect(await readArrangement(world.as("control_owner"), { list: "controls" })).toMatchObject({ columns: null, density: "normal" });
  await arrangeList(world.as("control_owner"), { list: "evidence", columns: null, density: "normal" });
  expect(await readArrangement(world.as("control_owner"), { list: "evidence" })).toMatchObject({ columns: null, density: "normal" });
});

test("an auditor keeps columns, and is told of no view, not even a shared one", async () => {
  const auditor = await world.auditor();
  await arrangeList(auditor, { list: "controls", columns: ["code", "title"] });
  const { id } = await saveView(world.as("admin"), { ...STALE, name: "For us alone" });
  await shareView(world.as("admin"), { viewId: id, shared: true });
  expect(await readArrangement(auditor, { list: "controls" })).toMatchObject({ columns: ["code", "title"], views: [], maySave: false, mayShare: false });
  await expect(saveView(auditor, { ...STALE, name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
});

test("a view is its owner's until it is shared, and gone from everybody when it is deleted", async () => {
  const owner = world.as("compliance_manager");
  const { id } = await saveView(owner, { ...STALE, name: "Overdue" });
  expect(await namesOf("control_owner")).not.toContain("Overdue");
  await expect(chooseStartView(world.as("control_owner"), { list: "controls", viewId: id })).rejects.toMatchObject({ code: "not_found" });
  await shareView(owner, { viewId: id, shared: true });
  expect(await namesOf("control_owner")).toContain("Overdue");
  await chooseStartView(world.as("control_owner"), { list: "controls", viewId: id });
  expect((await readArrangement(world.as("control_owner"), { list: "controls" })).startViewId).toBe(id);
  await deleteView(owner, { viewId: id });
  expect(await readArrangement(world.as("control_owner"), { list: "controls" })).toMatchObject({ startViewId: null });
  expect(await namesOf("control_owner")).not.toContain("Overdue");
});

test("a shared view is changed by who may share, and by nobody else", async () => {
  const { id } = await saveView(world.as("compliance_manager"), { ...STALE, name: "Everybody's" });
  await expect(changeView(world.as("admin"), { viewId: id, name: "Not yet" })).rejects.toMatchObject({ code: "not_found" });
  await shareView(world.as("compliance_manager"), { viewId: id, shared: true });
  await expect(changeView(world.as("control_owner"), { viewId: id, name: "Theirs" })).rejects.toMatchObject({ code: "forbidden", reason: "not_your_view" });
  await expect(deleteView(world.as("control_owner"), { viewId: id })).rejects.toMatchObject({ code: "forbidden" });
  await changeView(world.as("admin"), { viewId: id, name: "Everybody's list", columns: ["code"] });
  const view = (await readArrangement(world.as("control_owner"), { list: "controls" })).views.find((one) => one.id === id);
  expect(view).toMatchObject({ name: "Everybody's list", columns: ["code"], owner: world.members.compliance_manager.name, shared: true });
});

test("two views of one person and list have two names, and there are so many and no more", async () => {
  const owner = world.as("control_owner");
  const { id } = await saveView(owner, { ...STALE, list: "incidents", name: "First" });
  await expect(saveView(owner, { ...STALE, list: "incidents", name: "First" })).rejects.toMatchObject({ code: "conflict", reason: "view_name_taken" });
  await changeView(owner, { viewId: id, name: "First" });
  for (let count = 1; count < VIEWS_PER_LIST; count += 1) await saveView(owner, { ...STALE, list: "incidents", name: `View ${count}` });
  await expect(saveView(owner, { ...STALE, list: "incidents", name: "One more" })).rejects.toMatchObject({ code: "limit_exceeded" });
});

test("a view that opens one list is none that opens another", async () => {
  const { id } = await saveView(world.as("admin"), { ...STALE, name: "Of controls" });
  await expect(chooseStartView(world.as("admin"), { list: "evidence", viewId: id })).rejects.toMatchObject({ code: "not_found" });
});
