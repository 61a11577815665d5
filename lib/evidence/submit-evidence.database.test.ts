import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { alertRow, incidentRow, ruleRow, segmentRow, uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listEvidence, readEvidence, reviewEvidence, submitEvidence } from "./index.ts";

let world: World;
let other: World;
let library: AdoptedLibrary;
const request = (name: string): string => library.requests.get(name)!;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  library = await adoptedLibrary(world);
  await adoptedLibrary(other);
  world.clock.set("2026-11-20T09:00:00Z");
});
afterAll(async () => {
  await world.close();
  await other.close();
});

describe("submitting evidence", () => {
  it("records a file with its hash, numbers it, puts it in line for the ledger and lets it wait", async () => {
    const as = world.as("control_owner");
    const file = await uploadBytes(world, as, "the policy");
    const sent = await submitEvidence(as, {
      source: { kind: "upload", ...{ sha256: file.sha256 }, fileName: "policy.pdf", mediaType: "application/pdf" }, title: "Logging policy",
      period: { firstDay: "2026-09-28" }, requestIds: [request("SYS.1.01 logging-policy")],
    });
    expect(sent).toMatchObject({ number: 1, acceptedByRule: false });
    const page = await readEvidence(world.as("compliance_manager"), { reference: "EV-1" });
    expect(page).toMatchObject({
      sourceHash: file.sha256, blobSha256: file.sha256, byteLength: 10n, reviewState: "awaiting", submitter: "Olga Owner", ownWork: false, source: null,
      answers: [{ controlCode: "SYS.1.01", requestTitle: "Logging policy and procedures" }],
    });
    expect(page.commitment).toMatchObject({ state: "waiting", kind: "evidence", leafHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(page.effectiveFrom.toISOString()).toBe("2026-09-27T22:00:00.000Z");
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: sent.id } }));
    expect(trail.map((entry) => entry.action)).toEqual(["evidence.submitted"]);
  });

  it("takes a second click for the first", async () => {
    const as = world.as("control_owner");
    const input = { source: { kind: "note" as const }, title: "Asked around", note: "All teams confirmed.", requestIds: [request("SYS.1.01 event-review")] };
    const first = await submitEvidence(as, input);
    expect(await submitEvidence(as, input)).toEqual({ ...first, repeated: true });
    expect((await listEvidence(as, { requestId: request("SYS.1.01 event-review") })).rows).toHaveLength(1);
  });

  it("offers bytes only to who sent them", async () => {
    const file = await uploadBytes(world, world.as("security_analyst"), "an analyst's file");
    const input = { source: { kind: "upload" as const, sha256: file.sha256, fileName: "x.txt" }, title: "x", requestIds: [request("SYS.1.01 logging-policy")] };
    await expect(submitEvidence(world.as("control_owner"), input)).rejects.toMatchObject({ reason: "upload_not_found" });
    const foreign = { ...input, requestIds: [other.organizationId] };
    await expect(submitEvidence(other.as("security_analyst"), foreign)).rejects.toMatchObject({ code: "not_found" });
  });

  it("refers to each kind of record by its own hash and time", async () => {
    const as = world.as("security_analyst");
    const ids = {
      log_segment: [await segmentRow(world, { from: "2026-11-18T00:00:07Z", until: "2026-11-18T22:59:51Z" }), "SYS.1.01 log-validation"],
      alert: [await alertRow(world, "2026-11-18T10:00:00Z", 1), "SYS.2.07 alerts-judged"],
      incident: [await incidentRow(world, "2026-11-17T10:00:00Z", 1, "2026-11-18T10:00:00Z"), "SYS.2.07 incidents-to-closure"],
      rule: [await ruleRow(world), "SYS.2.07 monitoring-criteria"],
    } as const;
    for (const kind of ["log_segment", "alert", "incident", "rule"] as const) {
      const [id, name] = ids[kind];
      world.clock.advance(1_000);
      const { number } = await submitEvidence(as, { source: { kind, id }, title: kind, requestIds: [request(name)] });
      const page = await readEvidence(as, { reference: `EV-${number}` });
      expect(page, kind).toMatchObject({ sourceId: id, sourceMatches: true, reviewState: "awaiting" });
      expect(page.effectiveUntil <= page.collectedAt, kind).toBe(true);
    }
  });

  it("does not find a record of another tenant, and says the same of one that never was", async () => {
    const foreign = await segmentRow(other, { from: "2026-11-18T00:00:00Z", until: "2026-11-18T23:00:00Z" });
    const input = (id: string) => ({ source: { kind: "log_segment" as const, id }, title: "x", requestIds: [request("SYS.1.01 log-validation")] });
    const refusal = { code: "not_found", reason: "log_segment_not_found" };
    await expect(submitEvidence(world.as("admin"), input(foreign))).rejects.toMatchObject(refusal);
    await expect(submitEvidence(world.as("admin"), input("seg_never"))).rejects.toMatchObject(refusal);
    const foreignRequest = await adoptedLibrary(other);
    const ours = await segmentRow(world, { from: "2026-11-18T00:00:00Z", until: "2026-11-18T23:00:00Z" });
    await expect(submitEvidence(world.as("admin"), { ...input(ours), requestIds: [foreignRequest.requests.get("SYS.1.01 log-validation")!] })).rejects.toMatchObject({ reason: "evidence_request_not_found" });
  });

  it("refuses a kind that a request does not admit, the future, and empty notes; nothing is written", async () => {
    const as = world.as("admin");
    const count = () => world.inTenant((tx) => tx.evidence.count());
    const before = await count();
    const note = { source: { kind: "note" as const }, title: "x", note: "x" };
    await expect(submitEvidence(as, { ...note, requestIds: [request("SYS.2.07 alerts-judged")] })).rejects.toMatchObject({ reason: "kind_not_admitted" });
    await expect(submitEvidence(as, { ...note, note: " ", requestIds: [request("SYS.1.01 logging-policy")] })).rejects.toMatchObject({ reason: "note_empty" });
    await expect(submitEvidence(as, { ...note, collectedAt: "2026-11-21", requestIds: [request("SYS.1.01 logging-policy")] })).rejects.toMatchObject({ reason: "collected_in_future" });
    await expect(submitEvidence(as, { ...note, requestIds: [] })).rejects.toMatchObject({ code: "validation" });
    await expect(submitEvidence(world.as("employee"), { ...note, requestIds: [request("SYS.1.01 logging-policy")] })).rejects.toMatchObject({ code: "forbidden" });
    expect(await count()).toBe(before);
  });

  it("accepts by rule what Tickmark takes from a finished record, and nothing else", async () => {
    const system = world.asSystem("collect");
    const finished = await segmentRow(world, { from: "2026-11-19T00:00:00Z", until: "2026-11-19T22:00:00Z" });
    const running = await segmentRow(world, { from: "2026-11-19T00:00:00Z", until: "2026-11-19T22:00:00Z", status: "running" });
    const submit = (id: string, period?: { firstDay: string; lastDay: string }) =>
      submitEvidence(system, { source: { kind: "log_segment", id }, title: "Logs of 19 Nov", requestIds: [request("SYS.1.01 required-against-collected")], ...(period === undefined ? {} : { period }) });
    expect(await submit(running)).toMatchObject({ acceptedByRule: false });
    const widened = await segmentRow(world, { from: "2026-11-19T00:00:00Z", until: "2026-11-19T22:00:00Z" });
    expect(await submit(widened, { firstDay: "2026-11-19", lastDay: "2026-11-19" })).toMatchObject({ acceptedByRule: false });
    const accepted = await submit(finished);
    expect(accepted).toMatchObject({ acceptedByRule: true });
    expect(await readEvidence(world.as("admin"), { reference: accepted.id })).toMatchObject({ reviewState: "accepted", submitter: "Tickmark", reviews: [{ decision: "accepted", reviewer: "Tickmark, by rule" }] });
    expect(await submit(finished), "a job that runs again").toMatchObject({ number: accepted.number });
    const byPerson = await segmentRow(world, { from: "2026-11-19T00:00:00Z", until: "2026-11-19T22:00:00Z" });
    expect(await submitEvidence(world.as("security_analyst"), { source: { kind: "log_segment", id: byPerson }, title: "x", requestIds: [request("SYS.1.01 log-validation")] })).toMatchObject({ acceptedByRule: false });
  });

  it("does not accept a record that is not finished", async () => {
    const open = await incidentRow(world, "2026-11-19T10:00:00Z", 2, null);
    const { id } = await submitEvidence(world.as("security_analyst"), { source: { kind: "incident", id: open }, title: "open", requestIds: [request("SYS.2.07 incidents-to-closure")] });
    await expect(reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "accepted" })).rejects.toMatchObject({ reason: "source_incomplete" });
  });
});

describe("the list of evidence", () => {
  it("pages newest first without loss or double, in every shape of filter", async () => {
    const as = world.as("compliance_manager");
    const walk = async (filter: { controlCode?: string; reviewState?: "awaiting"; sourceKind?: "log_segment" }): Promise<number[]> => {
      const numbers: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listEvidence(as, { ...filter, size: 2, ...(cursor === undefined ? {} : { cursor }) });
        numbers.push(...page.rows.map((row) => row.number));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return numbers;
    };
    const all = await world.inTenant((tx) => tx.evidence.findMany({ include: { state: true, answers: { include: { request: { include: { control: true } } } } }, orderBy: [{ collectedAt: "desc" }, { id: "desc" }] }));
    expect(await walk({})).toEqual(all.map((row) => row.number));
    expect(await walk({ reviewState: "awaiting" })).toEqual(all.filter((row) => row.state?.reviewState === "awaiting").map((row) => row.number));
    expect(await walk({ sourceKind: "log_segment" })).toEqual(all.filter((row) => row.sourceKind === "log_segment").map((row) => row.number));
    expect(await walk({ controlCode: "SYS.1.01" })).toEqual(all.filter((row) => row.answers.some((answer) => answer.request.control.code === "SYS.1.01")).map((row) => row.number));
    expect((await listEvidence(as, {})).awaitingReview).toBe(all.filter((row) => row.state?.reviewState === "awaiting").length);
    await expect(listEvidence(as, { cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ reason: "cursor_invalid" });
  });
});

describe("an auditor", () => {
  it("sees what is accepted, answers the engagement's controls and speaks for its period, and nothing else", async () => {
    const within = { id: "eng_1", controlIds: [library.controls.get("SYS.1.01")!], from: new Date("2026-11-19T00:00:00Z"), until: new Date("2026-11-20T00:00:00Z") };
    const list = await listEvidence(world.as("auditor", within), {});
    expect(list.rows.map((row) => [row.title, row.reviewState])).toEqual([["Logs of 19 Nov", "accepted"]]);
    expect(list.awaitingReview).toBeNull();
    const { number } = list.rows[0]!;
    expect(await readEvidence(world.as("auditor", within), { reference: `EV-${number}` })).toMatchObject({ number, answers: [{ controlCode: "SYS.1.01" }] });
    const earlier = { ...within, from: new Date("2026-10-01T00:00:00Z"), until: new Date("2026-11-01T00:00:00Z") };
    const elsewhere = { ...within, controlIds: [library.controls.get("SYS.2.07")!] };
    for (const engagement of [earlier, elsewhere]) {
      expect((await listEvidence(world.as("auditor", engagement), {})).rows).toEqual([]);
      await expect(readEvidence(world.as("auditor", engagement), { reference: `EV-${number}` })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(readEvidence(world.as("auditor", within), { reference: "EV-1" }), "awaits review").rejects.toMatchObject({ code: "not_found" });
    await expect(readEvidence(other.as("admin"), { reference: `EV-${number}` }), "another tenant").rejects.toMatchObject({ code: "not_found" });
  });
});
