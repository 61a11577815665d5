import { afterAll, beforeAll, expect, test } from "vitest";
import { readControl, readTailoring } from "#lib/controls/index.ts";
import { listOwners } from "#lib/ownership/index.ts";
import { loadTestFrameworks } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptControlsStep, answerSystemsStep, nameOwner, readFirstWeek, readReadiness, settleStep, stateAimsStep, tailorRequestsStep } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
  await loadTestFrameworks();
});
afterAll(() => world.close());

const admin = () => world.as("admin");
const states = async () => Object.fromEntries((await readFirstWeek(admin(), {})).steps.map(({ step, state }) => [step, state]));
const nextKeys = async () => (await readReadiness(admin(), {})).next.map(({ key }) => key);
const period = { firstDay: "2026-10-01", lastDay: "2027-03-31", timeZone: "Europe/Berlin" };

test("from nothing to a readiness view, each step done by its own act", async () => {
  expect(await readReadiness(admin(), {})).toMatchObject({ aims: [], controls: { total: 0 }, requests: { total: 0, known: 0 } });
  expect(await nextKeys()).toEqual(["frameworks", "controls", "systems"]);
  await answerSystemsStep(admin(), { answers: [{ kind: "cloud", names: ["aws"] }, { kind: "scanner", names: [] }, { kind: "tracker", names: null }] });
  await stateAimsStep(admin(), { aims: [{ frameworkKey: "soc2-tsc-2017", type: "type_2" }], ...period });
  const { leftOut } = await adoptControlsStep(admin(), { codes: ["SYS.2.07", "SYS.4.01", "ACC.1.01"] });
  expect(leftOut.map(({ code, key }) => `${code} ${key}`)).toEqual(["SYS.4.01 scan-coverage", "SYS.4.01 weaknesses"]);
  expect(await states()).toEqual({ systems: "done", frameworks: "done", controls: "done", requests: "open", owners: "open", readiness: "open" });
  const readiness = await readReadiness(admin(), {});
  const counts = readiness.aims[0]!.framework.counts;
  expect([counts.total, counts.proven, counts.unproven], "nothing is known, which is not zero per cent").toEqual([33, 0, 0]);
  expect(counts.notYetKnown).toBeGreaterThan(0);
  expect(counts.notYetKnown + counts.onlyContributed + counts.unmapped).toBe(33);
  expect(readiness.next.map(({ key }) => key).slice(0, 4)).toEqual(["systems", "owners", "gaps soc2-tsc-2017", "engagement soc2-tsc-2017"]);
  expect(readiness.next).toHaveLength(7);
});

test("other answers offer the difference, which is made once and can be taken back", async () => {
  await answerSystemsStep(admin(), { answers: [{ kind: "scanner", names: ["trivy"] }, { kind: "cloud", names: [] }] });
  const { changes } = await readTailoring(admin(), {});
  expect(changes.ask.map(({ key, title }) => [key, title])).toEqual([["scan-coverage", "Scans against inventory (Trivy)"], ["weaknesses", "Weaknesses and their age (Trivy)"]]);
  expect(await nextKeys()).toContain("requests");
  world.clock.advance(1000);
  expect(await tailorRequestsStep(admin(), {})).toMatchObject({ asked: 2, retired: 0 });
  expect(await tailorRequestsStep(admin(), {})).toEqual({ asked: 0, reworded: 0, retired: 0 });
  expect((await readTailoring(admin(), {})).changes).toEqual({ ask: [], reword: [], retire: [] });
  await answerSystemsStep(admin(), { answers: [{ kind: "scanner", names: [] }] });
  world.clock.advance(1000);
  expect(await tailorRequestsStep(admin(), {})).toMatchObject({ asked: 0, retired: 2 });
  world.clock.advance(1000);
  expect((await readControl(admin(), { code: "SYS.4.01" })).requests.map((one) => one.key)).toEqual(["threat-notes"]);
});

test("an owner who is no member is named and invited in one act, and not invited twice", async () => {
  const { controls } = await listOwners(admin(), {});
  const owner = { kind: "person" as const, name: "Ruth Adeyemi", email: "ruth@example.com" };
  expect(await nameOwner(admin(), { controlIds: [controls[0]!.controlId], owner, invite: true })).toMatchObject({ controls: 1, invited: true });
  expect(await nameOwner(admin(), { controlIds: [controls[1]!.controlId], owner, invite: true })).toMatchObject({ controls: 1, invited: false });
  expect((await listOwners(admin(), {})).placeholders).toMatchObject([{ email: "ruth@example.com", invitation: "open", controls: 2 }]);
  expect((await readReadiness(admin(), {})).controls).toMatchObject({ total: 3, owned: 2 });
});

test("a step can be left and taken up again, and so can the whole", async () => {
  expect(await settleStep(admin(), { step: "owners", state: "put_off" })).toEqual({ step: "owners", next: "readiness" });
  expect((await readFirstWeek(admin(), {})).current).toBe("readiness");
  await settleStep(admin(), { step: "owners", state: "open" });
  expect((await readFirstWeek(admin(), {})).current).toBe("owners");
  await settleStep(admin(), { step: "whole", state: "done" });
  expect((await readFirstWeek(admin(), {})).ended).toMatchObject({ as: "finished" });
  await settleStep(admin(), { step: "whole", state: "open" });
  expect((await readFirstWeek(admin(), {})).ended).toBeNull();
});

test("unknown is kept apart from none", async () => {
  await answerSystemsStep(admin(), { answers: [{ kind: "siem", names: [] }] });
  expect((await answerSystemsStep(admin(), { answers: [{ kind: "identity", names: ["Our own directory"] }] })).siem).toEqual([]);
  expect(await answerSystemsStep(admin(), { answers: [{ kind: "siem", names: null }] })).not.toHaveProperty("siem");
});
