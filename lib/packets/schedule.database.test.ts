import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEngagement } from "#lib/engagements/index.ts";
import { dispatchDueWork } from "#lib/jobs/dispatch-due-work.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { changeSchedule, listSchedules, PACKET_LIMITS, pauseSchedule, resumeSchedule, runDueSchedule, schedulePacket } from "./index.ts";

let world: World;
let other: World;
let library: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld({ timeZone: "Europe/Berlin" });
  other = await testWorld();
  world.clock.set("2026-08-01T09:00:00Z");
  library = await adoptedLibrary(world);
}, 60_000);
afterAll(async () => {
  await world.close();
  await other.close();
});

const manager = () => world.as("compliance_manager");
const controlId = (): string => library.controls.get("SYS.2.07")!;
const ruth = { name: "Ruth Adeyemi", email: "ruth@calder.example" };

/** Pauses whatever earlier tests left running. */
beforeEach(async () => {
  for (const row of await listSchedules(manager(), {})) if (row.pausedAt === null) await pauseSchedule(manager(), { scheduleId: row.id });
});

async function schedule(more: Partial<Parameters<typeof schedulePacket>[1]> = {}): Promise<{ id: string; nextRunAt: Date }> {
  return schedulePacket(manager(), { controlId: controlId(), frequency: "weekly", timeZone: "Europe/Berlin", hour: 7, recipients: [ruth], ...more });
}

function packetsOf(scheduleId: string) {
  return world.inTenant((tx) => tx.packet.findMany({ where: { scheduleId }, orderBy: { firstDay: "asc" }, select: { firstDay: true, lastDay: true, engagementId: true, asOf: true } }));
}

/** Lets the dispatcher turn until nothing is due; leases end in between. */
async function dispatch(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await dispatchDueWork();
}

describe("a schedule", () => {
  it("asks for the packet of the last whole week when its time has come, and not before", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const { id, nextRunAt } = await schedule();
    expect(nextRunAt.toISOString()).toBe("2026-10-19T05:00:00.000Z");
    world.clock.set("2026-10-19T04:59:59Z");
    await dispatch();
    expect(await packetsOf(id)).toEqual([]);
    world.clock.set("2026-10-19T05:00:00Z");
    await dispatch();
    expect(await packetsOf(id)).toMatchObject([{ firstDay: "2026-10-12", lastDay: "2026-10-18" }]);
    // The clocks go back before the next run: seven o'clock stays seven o'clock.
    const row = (await listSchedules(manager(), {})).find((one) => one.id === id);
    expect(row?.nextRunAt.toISOString()).toBe("2026-10-26T06:00:00.000Z");
  });

  it("that is changed runs by its new plan, keeps its packets, and says what changed", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const { id } = await schedule();
    const plan = { scheduleId: id, frequency: "monthly" as const, timeZone: "Europe/Berlin", hour: 9, recipients: [ruth, { name: "Again", email: ruth.email }] };
    expect((await changeSchedule(manager(), { ...plan, hour: 9 })).nextRunAt.toISOString()).toBe("2026-11-01T08:00:00.000Z");
    const trail = () => world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: id, action: "packet_schedule.changed" } }));
    expect((await trail()).map((row) => row.changes)).toMatchObject([{ frequency: "monthly", hour: 9, recipients: [ruth.email], next_run_at: "2026-11-01T08:00:00.000Z" }]);
    await changeSchedule(manager(), { ...plan, recipients: [{ name: "Again", email: ruth.email }] });
    expect(await trail()).toHaveLength(1);
    world.clock.set("2026-10-19T05:00:00Z");
    await dispatch();
    expect(await packetsOf(id)).toEqual([]);
    await pauseSchedule(manager(), { scheduleId: id });
    await changeSchedule(manager(), { ...plan, hour: 11 });
    expect((await listSchedules(manager(), {})).find((one) => one.id === id)).toMatchObject({ hour: 11, pausedAt: expect.any(Date) as Date });
    world.clock.set("2026-11-02T12:00:00Z");
    await dispatch();
    expect(await packetsOf(id)).toEqual([]);
    await expect(changeSchedule(other.as("compliance_manager"), plan)).rejects.toMatchObject({ code: "not_found" });
  });

  it("catches up what was missed while nothing ran: once per period, never twice", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const { id } = await schedule({ hour: 8 });
    world.clock.set("2026-11-12T12:00:00Z");
    await dispatch();
    const wanted = [
      { firstDay: "2026-10-12", lastDay: "2026-10-18" }, { firstDay: "2026-10-19", lastDay: "2026-10-25" },
      { firstDay: "2026-10-26", lastDay: "2026-11-01" }, { firstDay: "2026-11-02", lastDay: "2026-11-08" },
    ];
    expect(await packetsOf(id)).toMatchObject(wanted);
    await dispatch();
    await runDueSchedule(world.asSystem("packet_schedule"), { scheduleId: id });
    expect(await packetsOf(id)).toHaveLength(wanted.length);
    expect((await packetsOf(id)).map((packet) => packet.asOf.toISOString())).toEqual(wanted.map(() => "2026-11-12T12:00:00.000Z"));
  });

  it("that two dispatchers run at once makes one packet", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const { id } = await schedule({ hour: 9 });
    world.clock.set("2026-10-19T12:00:00Z");
    const runs = await Promise.allSettled([1, 2, 3].map(() => runDueSchedule(world.asSystem("packet_schedule"), { scheduleId: id })));
    expect(runs.filter((run) => run.status === "fulfilled" && run.value !== null)).toHaveLength(1);
    expect(await packetsOf(id)).toHaveLength(1);
  });

  it("does nothing while it is paused, and does not catch up what was paused", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const { id } = await schedule({ hour: 10 });
    await pauseSchedule(manager(), { scheduleId: id });
    world.clock.set("2026-11-12T12:00:00Z");
    await dispatch();
    await runDueSchedule(world.asSystem("packet_schedule"), { scheduleId: id });
    await resumeSchedule(manager(), { scheduleId: id });
    await dispatch();
    expect(await packetsOf(id)).toEqual([]);
    world.clock.set("2026-11-16T09:00:00Z");
    await dispatch();
    expect(await packetsOf(id)).toMatchObject([{ firstDay: "2026-11-09", lastDay: "2026-11-15" }]);
  });

  it("for an engagement makes its packets for it only where the days lie within its period", async () => {
    world.clock.set("2026-09-25T12:00:00Z");
    const engagement = await createEngagement(manager(), {
      name: "SOC 2", type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "Europe/Berlin",
      auditFirm: "Calder", controlIds: [controlId()], accessUntil: "2027-03-31",
    });
    const { id } = await schedule({ engagementId: engagement.id, hour: 11 });
    world.clock.set("2026-10-13T12:00:00Z");
    await dispatch();
    expect(await packetsOf(id)).toMatchObject([
      { firstDay: "2026-09-21", engagementId: null }, { firstDay: "2026-09-28", engagementId: null }, { firstDay: "2026-10-05", engagementId: engagement.id },
    ]);
    await expect(schedule({ engagementId: engagement.id, timeZone: "UTC" })).rejects.toMatchObject({ reason: "zone_of_engagement" });
  });

  it("asked for twice is one", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const one = await schedule({ hour: 12 });
    expect(await schedule({ hour: 12 })).toEqual(one);
    expect(await schedule({ hour: 13 })).not.toEqual(one);
  });

  it.each([
    ["51 recipients", { recipients: Array.from({ length: PACKET_LIMITS.recipients + 1 }, (_, at) => ({ name: "R", email: `r${at}@example.com` })) }, "recipients"],
    ["an address that is none", { recipients: [{ name: "R", email: "r@@example" }] }, "recipients.0.email"],
    ["a name that would start a header", { recipients: [{ name: "R\r\nBcc: x@example.com", email: "r@example.com" }] }, "recipients.0.name"],
    ["an hour that is none", { hour: 24 }, "hour"],
    ["a zone that is none", { timeZone: "Mars/Olympus" }, "timeZone"],
  ])("with %s is refused", async (_name, input, path) => {
    await expect(schedule(input)).rejects.toMatchObject({ code: "validation", problems: [{ path }] });
  });

  it("of another tenant is not found", async () => {
    world.clock.set("2026-10-14T12:00:00Z");
    const { id } = await schedule({ hour: 14 });
    await expect(pauseSchedule(other.as("admin"), { scheduleId: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(runDueSchedule(other.asSystem(), { scheduleId: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(schedulePacket(other.as("admin"), { controlId: controlId(), frequency: "weekly", timeZone: "UTC", hour: 1, recipients: [] })).rejects.toMatchObject({ code: "not_found" });
  });
});
