import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listOccurrences, performOccurrence, readOccurrence, readPopulation, reviewOccurrence } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

let world: World;
let other: World;
let counter = 0;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const at = (day: string): Date => new Date(`${day}T10:00:00Z`);
const owner = () => world.as("control_owner");
const manager = () => world.as("compliance_manager");

/** A quarterly control of its own, in force since a day. */
async function quarterly(since = "2026-01-01", frequency: "quarterly" | "daily" = "quarterly") {
  const code = `PER.${(counter += 1)}`;
  world.clock.set(at(since));
  return { code, ...(await periodicControl(world, { code, frequency, effectiveFrom: at(since) })) };
}
type Control = Awaited<ReturnType<typeof quarterly>>;

const perform = (control: Control, window: string, performedOn: string, more: { summary?: string; evidenceIds?: string[]; exceptions?: string | null } = {}, as = owner()) =>
  performOccurrence(as, { controlId: control.controlId, window, performedOn, summary: "Went through every account with the owners.", exceptions: null, ...more });
const accept = (performanceId: string, as = manager()) => reviewOccurrence(as, { performanceId, decision: "accepted" });
const giveBack = (performanceId: string, seen: "awaiting" | "accepted" = "awaiting") => reviewOccurrence(manager(), { performanceId, decision: "returned", reason: "Two systems are missing.", seen });
const YEAR = { firstDay: "2026-01-01", lastDay: "2026-12-31" };

test("a quarterly control over a year: population and status at five past dates, by what was recorded then", async () => {
  const control = await quarterly();
  world.clock.set(at("2026-03-20"));
  const first = await perform(control, "2026-01-01", "2026-03-19");
  world.clock.set(at("2026-03-24"));
  await accept(first.id);
  world.clock.set(at("2026-07-08"));
  const second = await perform(control, "2026-04-01", "2026-07-07", { exceptions: "One leaver still had access to the tracker; taken away the same day." });
  world.clock.set(at("2026-07-10"));
  await accept(second.id);
  world.clock.set(at("2026-12-18"));
  await perform(control, "2026-10-01", "2026-12-17");
  world.clock.set(at("2027-02-01"));
  const asOf = async (day: string) => {
    const { counts, strip } = await readPopulation(manager(), { controlCode: control.code, period: YEAR, asOf: at(day) });
    return { states: strip.map((one) => one.state).join(" "), counts: Object.values(counts).join(" ") };
  };
  // expected, on time, late, missed, open, not reviewed
  expect(await asOf("2026-03-21")).toEqual({ states: "performed upcoming upcoming upcoming", counts: "4 0 0 0 3 1" });
  expect(await asOf("2026-07-05")).toEqual({ states: "on_time overdue due upcoming", counts: "4 1 0 0 3 0" });
  expect(await asOf("2026-07-11")).toEqual({ states: "on_time late due upcoming", counts: "4 1 1 0 2 0" });
  expect(await asOf("2026-10-15")).toEqual({ states: "on_time late missed due", counts: "4 1 1 1 1 0" });
  expect(await asOf("2027-01-31")).toEqual({ states: "on_time late missed performed", counts: "4 1 1 1 0 1" });
  const { rows } = await listOccurrences(manager(), { controlCode: control.code, period: YEAR });
  expect(rows.map(({ firstDay, performedOn, performer, reviewer }) => [firstDay, performedOn, performer, reviewer])).toEqual([
    ["2026-10-01", "2026-12-17", "Olga Owner", null], ["2026-07-01", null, null, null],
    ["2026-04-01", "2026-07-07", "Olga Owner", "Cleo Compliance"], ["2026-01-01", "2026-03-19", "Olga Owner", "Cleo Compliance"],
  ]);
});

test("what is written down after grace is late, and its history keeps that it counted as missed", async () => {
  const control = await quarterly();
  world.clock.set(at("2026-06-01"));
  const { id } = await perform(control, "2026-01-01", "2026-03-30");
  await accept(id);
  const now = await readOccurrence(manager(), { controlCode: control.code, window: "2026-01-01" });
  expect(now.occurrence).toMatchObject({ state: "late", countedAsMissed: true, lastDayOfGrace: "2026-04-14" });
  world.clock.advance(1000);
  const before = await readOccurrence(manager(), { controlCode: control.code, window: "2026-01-01", asOf: at("2026-05-31") });
  expect([before.occurrence.state, before.performances]).toEqual(["missed", []]);
});

test("a change of frequency moves windows from its day on, and leaves what was performed where it was", async () => {
  const control = await quarterly();
  world.clock.set(at("2026-01-20"));
  await accept((await perform(control, "2026-01-01", "2026-01-20")).id);
  world.clock.set(at("2026-02-10"));
  await periodicControl(world, { code: control.code, frequency: "monthly", effectiveFrom: at("2026-02-10") });
  world.clock.set(at("2026-03-15"));
  const { strip } = await readPopulation(manager(), { controlCode: control.code, period: { firstDay: "2026-01-01", lastDay: "2026-03-31" } });
  expect(strip.map(({ firstDay, lastDay, state }) => `${firstDay} ${lastDay} ${state}`)).toEqual(["2026-01-01 2026-02-09 on_time", "2026-02-10 2026-02-28 missed", "2026-03-01 2026-03-31 due"]);
  const then = await readPopulation(manager(), { controlCode: control.code, period: YEAR, asOf: at("2026-02-01") });
  expect(then.strip.map((one) => one.lastDay), "nothing was known of it").toEqual(["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]);
});

test("a form that is sent twice records one performance; another person's is refused until the first is returned", async () => {
  const control = await quarterly();
  world.clock.set(at("2026-02-01"));
  const { id } = await perform(control, "2026-01-01", "2026-01-31");
  expect((await perform(control, "2026-01-01", "2026-01-31")).id).toBe(id);
  expect(await reasonOf(perform(control, "2026-01-01", "2026-01-31", { summary: "Something else." }))).toBe("already_performed");
  expect(await reasonOf(perform(control, "2026-01-01", "2026-01-31", {}, manager()))).toBe("already_performed");
  await giveBack(id);
  const again = await perform(control, "2026-01-01", "2026-02-01", { summary: "With the two systems." });
  const page = await readOccurrence(owner(), { controlCode: control.code, window: "2026-01-01" });
  expect(page).toMatchObject({ standingId: again.id, isOwnWork: true, performances: [{ attempt: 2, reviews: [] }, { attempt: 1, reviews: [{ decision: "returned", reason: "Two systems are missing." }] }] });
});

test("of two people at once one is recorded and the other is told; of two reviews too", async () => {
  const control = await quarterly();
  world.clock.set(at("2026-02-01"));
  const both = await Promise.allSettled([perform(control, "2026-01-01", "2026-01-31"), perform(control, "2026-01-01", "2026-01-30", {}, world.as("admin"))]);
  expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect(await world.inTenant((tx) => tx.occurrencePerformance.count({ where: { controlId: control.controlId } }))).toBe(1);
  const second = await quarterly();
  world.clock.set(at("2026-02-01"));
  const { id } = await perform(second, "2026-01-01", "2026-01-31");
  const judged = await Promise.allSettled([accept(id), reviewOccurrence(world.as("admin"), { performanceId: id, decision: "returned", reason: "No." })]);
  expect(judged.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  const sent = await opened();
  const [one, same] = await Promise.all([perform(sent, "2026-01-01", "2026-01-31"), perform(sent, "2026-01-01", "2026-01-31")]);
  expect(one.id, "the same form, sent twice at once").toBe(same.id);
});

async function opened(): Promise<Control> {
  const control = await quarterly();
  world.clock.set(at("2026-02-01"));
  return control;
}

test("no day in the future, none before the window, no window that has not begun, none that is not there", async () => {
  const control = await opened();
  expect(await reasonOf(perform(control, "2026-01-01", "2026-02-02"))).toBe("performed_in_future");
  expect(await reasonOf(perform(control, "2026-01-01", "2025-12-31"))).toBe("performed_before_window");
  expect(await reasonOf(perform(control, "2026-04-01", "2026-02-01"))).toBe("window_not_open");
  for (const window of ["2026-01-02", "2025-10-01"]) expect(await reasonOf(perform(control, window, "2026-01-31")), window).toBe("occurrence_not_found");
  const automated = await periodicControl(world, { code: `AUT.${(counter += 1)}`, frequency: "quarterly", kind: "automated", effectiveFrom: at("2026-01-01") });
  expect(await reasonOf(perform({ ...control, ...automated }, "2026-01-01", "2026-01-31")), "machines do it").toBe("occurrence_not_found");
  expect(await reasonOf(perform(control, "2026-01-01", "2026-01-31", { summary: " " }))).toBe("input_invalid");
});

test("the control and the evidence of another organization are not there", async () => {
  const control = await opened();
  const foreign = await periodicControl(other, { code: "PER.9", frequency: "quarterly", effectiveFrom: at("2026-01-01") });
  expect(await reasonOf(perform({ ...control, controlId: foreign.controlId }, "2026-01-01", "2026-01-31"))).toBe("control_not_found");
  const { id } = await perform(control, "2026-01-01", "2026-01-31");
  expect(await reasonOf(reviewOccurrence(other.as("compliance_manager"), { performanceId: id, decision: "accepted" }))).toBe("performance_not_found");
});

test("who performed it, or submitted what it rests on, does not review it, and rejected evidence proves nothing", async () => {
  const control = await opened();
  const evidence = await submitEvidence(manager(), { source: { kind: "note" }, title: "List of accounts", note: "All gone through.", requestIds: [control.requestId] });
  const { id } = await perform(control, "2026-01-01", "2026-01-31", { evidenceIds: [evidence.id] });
  expect(await reasonOf(accept(id)), "the manager submitted its evidence").toBe("own_performance");
  expect((await readOccurrence(manager(), { controlCode: control.code, window: "2026-01-01" })).isOwnWork).toBe(true);
  await reviewEvidence(world.as("admin"), { evidenceId: evidence.id, decision: "rejected", reason: "Of last year." });
  expect(await reasonOf(accept(id, world.as("admin")))).toBe("evidence_rejected");
  expect(await reasonOf(accept(id, owner())), "the role may not").toBe("role_lacks_permission");
  const own = await opened();
  const mine = await perform(own, "2026-01-01", "2026-01-31", {}, manager());
  expect(await reasonOf(accept(mine.id))).toBe("own_performance");
  expect(await reasonOf(reviewOccurrence(world.as("admin"), { performanceId: mine.id, decision: "returned" }))).toBe("reason_missing");
  await accept(mine.id, world.as("admin"));
  expect(await reasonOf(reviewOccurrence(world.as("admin"), { performanceId: mine.id, decision: "returned", reason: "No." })), "it was not seen as accepted").toBe("already_judged");
  await reviewOccurrence(world.as("admin"), { performanceId: mine.id, decision: "returned", reason: "One list was of last year.", seen: "accepted" });
});

test("evidence that is chosen answers the control and was collected since the window began", async () => {
  const control = await quarterly("2025-10-01");
  const old = await submitEvidence(manager(), { source: { kind: "note" }, title: "Of the last quarter", note: "Old.", requestIds: [control.requestId] });
  world.clock.set(at("2026-02-01"));
  const fresh = await submitEvidence(manager(), { source: { kind: "note" }, title: "Of this quarter", note: "New.", requestIds: [control.requestId] });
  const { choices } = await readOccurrence(owner(), { controlCode: control.code, window: "2026-01-01" });
  expect(choices.map((one) => one.title)).toEqual(["Of this quarter"]);
  expect(await reasonOf(perform(control, "2026-01-01", "2026-01-31", { evidenceIds: [old.id, fresh.id] }))).toBe("evidence_not_of_control");
  const stranger = await opened();
  expect(await reasonOf(perform(stranger, "2026-01-01", "2026-01-31", { evidenceIds: [fresh.id] }))).toBe("evidence_not_of_control");
  await perform(control, "2026-01-01", "2026-01-31", { evidenceIds: [fresh.id] });
  expect((await readOccurrence(owner(), { controlCode: control.code, window: "2026-01-01" })).performances[0]?.evidence).toMatchObject([{ title: "Of this quarter" }]);
});

test("an auditor reads the occurrences of the engagement's controls and period, and no others", async () => {
  const [inside, outside] = [await quarterly(), await quarterly()];
  world.clock.set(at("2026-08-01"));
  await accept((await perform(inside, "2026-04-01", "2026-08-01")).id);
  const auditor = world.as("auditor", { id: "eng_1", controlIds: [inside.controlId], from: new Date("2026-03-31T22:00:00Z"), until: new Date("2026-09-30T22:00:00Z") });
  const list = await readPopulation(auditor, { controlCode: inside.code, period: YEAR });
  expect([list.period, list.strip.map((one) => one.firstDay), list.current?.firstDay]).toEqual([{ firstDay: "2026-04-01", lastDay: "2026-09-30" }, ["2026-04-01", "2026-07-01"], "2026-07-01"]);
  const page = await readOccurrence(auditor, { controlCode: inside.code, window: "2026-04-01" });
  expect([page.occurrence.state, page.neighbours, page.choices]).toEqual(["late", { previous: null, next: "2026-07-01" }, []]);
  expect(await reasonOf(readOccurrence(auditor, { controlCode: inside.code, window: "2026-01-01" }))).toBe("occurrence_not_found");
  expect(await reasonOf(readPopulation(auditor, { controlCode: outside.code }))).toBe("control_not_found");
  const all = await listOccurrences(auditor, {});
  expect([all.counts.expected, all.rows.map((row) => `${row.code} ${row.firstDay}`)]).toEqual([2, [`${inside.code} 2026-07-01`, `${inside.code} 2026-04-01`]]);
  expect(await reasonOf(perform(inside, "2026-07-01", "2026-08-01", {}, auditor))).toBe("role_lacks_permission");
});

test("a daily control is read page by page, newest first, filtered by state, with the counts of the whole period", async () => {
  const control = await quarterly("2026-01-01", "daily");
  world.clock.set(at("2026-03-01"));
  await accept((await perform(control, "2026-02-20", "2026-02-20")).id);
  const period = { firstDay: "2026-01-01", lastDay: "2026-02-28" };
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listOccurrences(manager(), { controlCode: control.code, period, size: 20, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.counts).toEqual({ expected: 59, onTime: 0, late: 1, missed: 57, open: 1, notReviewed: 0 });
    seen.push(...page.rows.map((row) => row.firstDay));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(59);
  expect(seen).toEqual([...new Set(seen)].sort().reverse());
  const year = await listOccurrences(manager(), { controlCode: control.code });
  expect([year.period, year.counts.expected], "what began in the past year").toEqual([{ firstDay: "2025-03-02", lastDay: "2026-03-01" }, 60]);
  const late = await listOccurrences(manager(), { controlCode: control.code, period, state: ["late"] });
  expect(late.rows.map((row) => row.firstDay)).toEqual(["2026-02-20"]);
});

test("all controls stand in one list, page by page, and each occurrence once", async () => {
  world.clock.set(at("2026-06-20"));
  const period = { firstDay: "2026-01-01", lastDay: "2026-06-30" };
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listOccurrences(manager(), { period, size: 7, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.rows.map((row) => `${row.lastDay} ${row.code}`));
    if (page.nextCursor === null) {
      expect(seen).toHaveLength(page.counts.expected);
      break;
    }
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.map((one) => one.slice(0, 10))).toEqual(seen.map((one) => one.slice(0, 10)).sort().reverse());
});
