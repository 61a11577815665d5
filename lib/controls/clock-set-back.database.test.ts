import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptFramework, listFrameworks } from "#lib/frameworks/index.ts";
import { assignOwner, readOwner } from "#lib/ownership/index.ts";
import { changeSetting, listSettings } from "#lib/settings/index.ts";
import { loadTestFrameworks } from "#lib/testing/adopted-library.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listControlNames, listControls, readControl } from "./index.ts";

const START = "2026-10-14T12:00:00.000Z";
const BACK = "2026-10-14T09:00:00.000Z";
const EDITION = "iso27001-2022";

let world: World;
beforeAll(async () => {
  await loadTestFrameworks();
  world = await testWorld({ timeZone: "UTC" });
});
afterAll(() => world.close());

const manager = () => world.as("compliance_manager");
const control = (title: string, requirement: string) => periodicControl(world, { code: "CLK.1", frequency: "quarterly", title, effectiveFrom: world.clock.now(), mappings: [{ framework: EDITION, requirement, relation: "satisfies", rationale: "", origin: "ours" }] });
const owner = async () => (await readOwner(manager(), { controlId: (await read()).id }))?.memberId;
const read = (more: object = {}) => readControl(manager(), { code: "CLK.1", ...more });
const dueSoon = async () => (await listSettings(world.as("admin"), {})).find((row) => row.name === "due_soon_days")?.value;

test("what took effect before the clock was set back holds still, what is recorded afterwards follows it, and neither held at an earlier time", async () => {
  world.clock.set(START);
  const { controlId } = await control("As it was", "A.5.15");
  await assignOwner(manager(), { controlIds: [controlId], owner: { kind: "member", memberId: world.members.control_owner.memberId } });
  await changeSetting(world.as("admin"), { name: "due_soon_days", value: 5 });
  await adoptFramework(manager(), { key: EDITION });

  world.clock.set(BACK);
  expect(await read()).toMatchObject({ version: { version: 1, title: "As it was", recordedAt: new Date(START) }, requests: [{ title: "Record of the review" }], mappings: [{ framework: { key: EDITION } }], adoptedFrameworks: [EDITION] });
  expect((await listControls(manager(), {})).rows.map((row) => row.title)).toContain("As it was");
  expect((await listControlNames(manager(), {})).map((one) => one.title)).toContain("As it was");
  expect([await owner(), await dueSoon()]).toEqual([world.members.control_owner.memberId, 5]);
  expect((await listFrameworks(manager(), {})).find((one) => one.key === EDITION)?.adoption.state).toBe("adopted");
  await expect(read({ asOf: new Date(BACK) })).resolves.toMatchObject({ version: null });

  world.clock.set("2026-10-14T09:10:00.000Z");
  await control("As it is", "A.5.18");
  await assignOwner(manager(), { controlIds: [controlId], owner: { kind: "member", memberId: world.members.compliance_manager.memberId } });
  await changeSetting(world.as("admin"), { name: "due_soon_days", value: 9 });
  expect([await owner(), await dueSoon()]).toEqual([world.members.compliance_manager.memberId, 9]);
  // A version never holds from before the one that it follows: it stands in the history, and holds once the clock is there.
  const then = await read();
  expect([then.version?.title, then.history.filter((one) => one.kind === "version").length]).toEqual(["As it was", 2]);
  world.clock.set("2026-10-14T12:00:01.000Z");
  const page = await read();
  expect([page.version?.title, page.mappings.flatMap((group) => group.items.map((one) => one.requirementCode))]).toEqual(["As it is", ["A.5.18"]]);
  expect([await owner(), await dueSoon()]).toEqual([world.members.compliance_manager.memberId, 9]);
});
