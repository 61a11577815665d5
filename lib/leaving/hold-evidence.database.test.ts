import { afterAll, beforeAll, expect, test } from "vitest";
import { listEvidence, readEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, WORLD_PASSWORD, type World } from "#lib/testing/world.ts";
import { placeLegalHold, readLeaving, releaseLegalHold, requestDeletion } from "./index.ts";

let world: World;
let library: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld();
  library = await adoptedLibrary(world);
  world.clock.set("2026-11-20T09:00:00Z");
});
afterAll(() => world.close());

const reason = "Inquiry of the regulator";
const hold = (on: Parameters<typeof placeLegalHold>[1]["on"]) => placeLegalHold(world.as("admin"), { reason, on });
const release = (holdId: string) => releaseLegalHold(world.as("admin"), { holdId, reason: "Settled" });
const held = async (more: object = {}) => (await listEvidence(world.as("control_owner"), { held: true, ...more })).rows.map((row) => row.id).sort();
const holdsOf = async (reference: string) => (await readEvidence(world.as("control_owner"), { reference })).holds;

async function note(name: string, firstDay: string): Promise<string> {
  world.clock.advance(61_000);
  const { id } = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: `${name} ${firstDay}`, note: "Checked.", period: { firstDay, lastDay: firstDay }, requestIds: [library.requests.get(name)!] });
  return id;
}

const [LOGGING, ALERTING] = ["SYS.1.01 logging-policy", "SYS.2.07 monitoring-description"];
const controlOf = async (name: string) => (await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: library.requests.get(name)! } }))).controlId;

test("a hold on single evidence holds it alone, is told with its reason, and is found in the list", async () => {
  const [one, other] = [await note(LOGGING, "2026-11-01"), await note(LOGGING, "2026-11-02")];
  const { id } = await hold({ kind: "evidence", evidenceIds: [one, one] });
  expect(await held()).toEqual([one]);
  expect(await holdsOf(one)).toMatchObject([{ id, reason, placedByName: "Ada Admin" }]);
  expect(await holdsOf(other)).toEqual([]);
  expect((await readLeaving(world.as("compliance_manager"), {})).holds[0]).toMatchObject({ evidence: [{ title: `${LOGGING} 2026-11-01` }], controlCodes: [] });
  await release(id);
  expect([await held(), await holdsOf(one)]).toEqual([[], []]);
});

test("a hold on a control and a period is a rule: what comes later falls under it, what answers another control or speaks for other days does not", async () => {
  const inside = await note(LOGGING, "2026-10-31");
  const { id } = await hold({ kind: "controls", controlIds: [await controlOf(LOGGING)], period: { firstDay: "2026-10-01", lastDay: "2026-10-31" } });
  const later = await note(LOGGING, "2026-10-02");
  await note(LOGGING, "2026-09-30");
  await note(ALERTING, "2026-10-02");
  expect(await held()).toEqual([inside, later].sort());
  const period = await hold({ kind: "period", period: { firstDay: "2026-09-30", lastDay: "2026-09-30" } });
  expect(await held()).toHaveLength(3);
  expect(await held({ controlCode: "SYS.2.07" })).toEqual([]);
  expect((await readLeaving(world.as("admin"), {})).holds.map((one) => one.controlCodes)).toEqual([[], ["SYS.1.01"], []]);
  await release(period.id);
  await release(id);
});

test("no hold, however narrow, lets the organization be deleted, and an auditor is told of none", async () => {
  const one = await note(LOGGING, "2026-11-05");
  const { id } = await hold({ kind: "evidence", evidenceIds: [one] });
  const { name } = await world.inTenant((tx) => tx.organization.findUniqueOrThrow({ where: { id: world.organizationId } }));
  expect(await reasonOf(requestDeletion(world.as("admin"), { name, proof: WORLD_PASSWORD }))).toBe("legal_hold");
  const engagement = { id: "eng_1", controlIds: [await controlOf(LOGGING)], from: new Date("2026-01-01"), until: new Date("2027-01-01") };
  expect((await listEvidence(world.as("auditor", engagement), { held: true })).rows).toEqual([]);
  await release(id);
});

test("what is not there cannot be held, nor can a period that ends before it begins", async () => {
  expect(await reasonOf(hold({ kind: "evidence", evidenceIds: ["evi_none"] }))).toBe("evidence_not_found");
  expect(await reasonOf(hold({ kind: "controls", controlIds: ["ctl_none"] }))).toBe("control_not_found");
  expect(await reasonOf(hold({ kind: "period", period: { firstDay: "2026-10-02", lastDay: "2026-10-01" } }))).toBe("period_reversed");
  expect(await reasonOf(placeLegalHold(world.as("compliance_manager"), { reason, on: { kind: "everything" } }))).toBe("role_lacks_permission");
});
