import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { addComment, listComments } from "#lib/comments/index.ts";
import { delegateWork } from "#lib/delegation/index.ts";
import { submitEvidence } from "#lib/evidence/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { search } from "#lib/navigation/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { readOverview } from "#lib/overview/index.ts";
import { settlePlaceholder } from "#lib/people/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { findingAsOf } from "./finding-as-of.ts";
import { eventsOf, requireFinding } from "./finding.repository.ts";
import {
  acceptRisk, addRemediationEvidence, addStep, assignFinding, finishStep, linkTicket, listFindings, moveDueDate, planRemediation, raiseFinding, readFinding, relateFinding, remediateFinding, removeTicket, reopenFinding, runDueFindings,
  setFindingSeverity, shareFinding, verifyRemediation, withdrawFinding,
} from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

const [MINUTE, DAY] = [60_000, 86_400_000];
let world: World;
let library: AdoptedLibrary;
let counter = 0;
beforeAll(async () => {
  library = await adoptedLibrary((world = await testWorld({ timeZone: "Europe/Berlin" })));
});
beforeEach(() => world.clock.advance(2 * MINUTE));
afterAll(() => world.close());

const control = (): string => library.controls.get("SYS.2.07")!;
const member = (role: Role) => ({ kind: "member" as const, memberId: world.members[role].memberId });
const owner = () => world.as("control_owner");
const manager = () => world.as("compliance_manager");
const read = (findingId: string) => readFinding(manager(), { findingId });
const dayIn = (days: number): string => new Date(world.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
const newsOf = async (as = owner()) => (await listNotifications(as, { show: "unread", size: 200 })).rows.filter((row) => /^(finding|acceptance)_/.test(row.kind));

/** A finding that the control's owner has to remedy; raised by the administrator. */
async function raised(change: Partial<Parameters<typeof raiseFinding>[1]> = {}): Promise<string> {
  const { id } = await raiseFinding(world.as("admin"), { title: `Hosts without logs ${(counter += 1)}`, description: "Two of them.", severity: "high", source: { kind: "by_hand" }, controlIds: [control()], owner: member("control_owner"), ...change });
  world.clock.advance(MINUTE);
  return id;
}

const remedy = async (findingId: string): Promise<string> => {
  await remediateFinding(owner(), { findingId, text: "Both forward their logs." });
  world.clock.advance(MINUTE);
  return findingId;
};

describe("a finding that is raised", () => {
  test("has a number, is due by the policy of its day, and belongs to the owner of its control", async () => {
    await assignOwner(world.as("admin"), { controlIds: [control()], owner: member("control_owner") });
    const { id, name } = await raiseFinding(world.as("security_analyst"), { title: "No restore was tried", description: "None since **spring**.", severity: "critical", source: { kind: "policy", name: "Backup policy 4.2" }, controlIds: [control()] });
    const view = await read(id);
    expect(name).toMatch(/^FND-2026-\d+$/);
    expect(view).toMatchObject({ status: "open", owner: "Olga Owner", due: { on: dayIn(7), days: 7 }, source: { kind: "policy", name: "Backup policy 4.2" }, visibility: "internal", raisedBy: world.members.security_analyst.name });
    expect(view.requirements.some((one) => one.frameworkKey === "soc2-tsc-2017" && !one.named)).toBe(true);
    expect((await newsOf()).map((row) => row.kind)).toContain("finding_assigned");
  });

  test("keeps its date when the policy changes; the next one has the new days", async () => {
    const before = await raised({ severity: "low" });
    await changeSetting(world.as("admin"), { name: "finding_due_days", value: { critical: 3, high: 30, medium: 90, low: 120 } });
    world.clock.advance(MINUTE);
    const after = await raised({ severity: "low" });
    expect([(await read(before)).due.days, (await read(after)).due.days]).toEqual([180, 120]);
  });

  test("is one finding when its form is sent twice", async () => {
    const input = { title: "Sent twice", description: "Once is enough.", severity: "low" as const, source: { kind: "by_hand" as const } };
    const [first, second] = [await raiseFinding(owner(), input), await raiseFinding(owner(), input)];
    expect(second).toEqual(first);
  });

  test("takes a person who is no member yet as its owner, and is theirs once they join", async () => {
    const id = await raised({ owner: { kind: "person", name: "Ruth Adeyemi", email: "ruth@new.example" } });
    expect((await read(id)).owner).toBe("Ruth Adeyemi (not a member yet)");
    await world.inTenant(async (tx) => {
      const placeholder = await tx.placeholderOwner.findFirstOrThrow({ where: { email: "ruth@new.example" } });
      await settlePlaceholder(tx, world.organizationId, placeholder.id, world.members.control_owner.memberId, world.clock.now());
    });
    expect((await read(id)).ownerMemberId).toBe(world.members.control_owner.memberId);
  });

  test("refuses what is not there, HTML is kept as text, and employees raise nothing", async () => {
    expect(await reasonOf(raised({ controlIds: ["ctl_unknown"] }))).toBe("control_not_found");
    expect(await reasonOf(raised({ requirements: [{ frameworkKey: "soc2-tsc-2017", requirementCode: "CC99" }] }))).toBe("requirement_not_found");
    expect(await reasonOf(raised({ source: { kind: "incident", incidentId: "inc_unknown" } }))).toBe("incident_not_found");
    expect(await reasonOf(raised({ owner: { kind: "member", memberId: world.members.auditor.memberId } }))).toBe("person_not_found");
    expect(await reasonOf(raised({ description: " " }))).toBe("input_invalid");
    await expect(raiseFinding(world.as("employee"), { title: "x", description: "y", severity: "low", source: { kind: "by_hand" } })).rejects.toMatchObject({ code: "forbidden" });
    const html = await raised({ description: "<script>alert(1)</script>" });
    expect((await read(html)).description).toBe("<script>alert(1)</script>");
  });
});

describe("a remediation", () => {
  test("goes from plan to closure; another person verifies it, and everything stands in the history", async () => {
    const id = await raised();
    const evidence = await submitEvidence(owner(), { source: { kind: "note" }, title: "Both hosts seen", note: "Yes.", requestIds: [library.requests.get("SYS.2.07 monitoring-description")!] });
    await planRemediation(owner(), { findingId: id, rootCause: "Set up by hand.", plan: "Use the image." });
    world.clock.advance(MINUTE);
    const step = await addStep(owner(), { findingId: id, text: "Build the image." });
    world.clock.advance(MINUTE);
    await finishStep(owner(), { stepId: step!.id, done: true });
    world.clock.advance(MINUTE);
    await addRemediationEvidence(owner(), { findingId: id, reference: evidence.id });
    world.clock.advance(MINUTE);
    await linkTicket(owner(), { findingId: id, title: "OPS-12", url: "https://tracker.example/OPS-12" });
    world.clock.advance(MINUTE);
    await remedy(id);
    expect((await readMyWork(manager(), {})).toVerify.items.map((one) => one.id)).toContain(id);
    await verifyRemediation(manager(), { findingId: id, decision: "closed" });
    const view = await read(id);
    expect(view).toMatchObject({ status: "closed", standing: { status: "pass" }, rootCause: "Set up by hand.", plan: "Use the image.", tickets: [{ title: "OPS-12" }], steps: [{ text: "Build the image.", doneBy: "Olga Owner" }] });
    expect(view.events.map((event) => event.kind)).toEqual(["raised", "remediation_started", "step_added", "step_done", "evidence_added", "ticket_linked", "remediated", "closed"]);
    expect(await reasonOf(planRemediation(owner(), { findingId: id, rootCause: "", plan: "More." }))).toBe("finding_status");
  });

  test("is not verified by its owner, nor by who did it; a return needs a reason and puts it back", async () => {
    const id = await remedy(await raised());
    await assignFinding(world.as("admin"), { findingId: id, owner: member("compliance_manager") });
    world.clock.advance(MINUTE);
    expect(await reasonOf(verifyRemediation(manager(), { findingId: id, decision: "closed" }))).toBe("own_finding");
    expect(await reasonOf(verifyRemediation(world.as("admin"), { findingId: id, decision: "returned" }))).toBe("reason_missing");
    await verifyRemediation(world.as("admin"), { findingId: id, decision: "returned", reason: "One is silent." });
    expect(await read(id)).toMatchObject({ status: "in_remediation", remediatedBy: null });
    expect((await newsOf(manager())).map((row) => row.kind)).toContain("finding_returned");
    world.clock.advance(MINUTE);
    await remediateFinding(world.as("admin"), { findingId: id, text: "Done." });
    expect(await reasonOf(verifyRemediation(world.as("admin"), { findingId: id, decision: "closed" }))).toBe("own_finding");
  });

  test("is worked on by its owner and by who manages findings, by nobody else", async () => {
    const id = await raised({ owner: member("security_analyst") });
    expect(await reasonOf(planRemediation(owner(), { findingId: id, rootCause: "", plan: "Mine." }))).toBe("not_owner");
    expect(await reasonOf(remediateFinding(owner(), { findingId: id, text: "Done." }))).toBe("not_owner");
    expect(await reasonOf(linkTicket(owner(), { findingId: id, title: "x", url: "https://a.example" }))).toBe("not_owner");
    expect(await reasonOf(assignFinding(owner(), { findingId: id, owner: member("control_owner") }))).toBe("role_lacks_permission");
    expect(await reasonOf(planRemediation(manager(), { findingId: id, rootCause: "", plan: "Ours." }))).toBe("done");
  });

  test("is worked on by who stands in for its owner, and judged by neither", async () => {
    const [firstDay, lastDay] = [dayIn(0), dayIn(5)];
    const id = await raised();
    await delegateWork(owner(), { work: [{ kind: "finding", id }], standInId: world.members.security_analyst.memberId, firstDay, lastDay });
    const standIn = world.as("security_analyst");
    expect((await readMyWork(standIn, {})).tasks.find((task) => task.id === id)).toMatchObject({ kind: "finding", insteadOf: "Olga Owner" });
    expect((await readFinding(standIn, { findingId: id })).mine).toMatchObject({ owns: true, mayRemedy: true });
    await linkTicket(standIn, { findingId: id, title: "OPS-2", url: "https://tracker.example/2" });
    expect((await read(id)).events.at(-1)).toMatchObject({ kind: "ticket_linked", by: world.members.security_analyst.name, insteadOf: ["Olga Owner"] });
    expect(await reasonOf(withdrawFinding(standIn, { findingId: id, reason: "Mine to judge." }))).toBe("own_finding");
  });

  test("links web addresses alone, each once, and takes one away again", async () => {
    const id = await raised();
    for (const url of ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "https://"]) expect(await reasonOf(linkTicket(owner(), { findingId: id, title: "x", url }))).toBe("input_invalid");
    await linkTicket(owner(), { findingId: id, title: "OPS-1", url: "https://tracker.example/1" });
    await linkTicket(owner(), { findingId: id, title: "Again", url: "https://tracker.example/1" });
    const { tickets } = await read(id);
    expect(tickets).toHaveLength(1);
    await removeTicket(owner(), { ticketId: tickets[0]!.id });
    expect((await read(id)).tickets).toEqual([]);
  });

  test("of two people acting on the same state one wins, and the other is told", async () => {
    const id = await remedy(await raised());
    const outcomes = await Promise.all([verifyRemediation(manager(), { findingId: id, decision: "closed" }), verifyRemediation(world.as("admin"), { findingId: id, decision: "returned", reason: "No." })].map(reasonOf));
    expect(outcomes.filter((one) => one === "done")).toHaveLength(1);
    expect(outcomes.filter((one) => one === "finding_changed" || one === "finding_status")).toHaveLength(1);
  });
});

describe("what a finding is judged by", () => {
  test("a worse severity brings the date forward; a moved date stays in the history with its reason", async () => {
    const id = await raised({ severity: "medium" });
    world.clock.advance(10 * DAY);
    await setFindingSeverity(manager(), { findingId: id, severity: "high", reason: "They hold card data." });
    expect((await read(id)).due).toMatchObject({ on: dayIn(30), days: 30 });
    world.clock.advance(MINUTE);
    expect(await reasonOf(moveDueDate(manager(), { findingId: id, dueOn: dayIn(-1), reason: "Late." }))).toBe("due_on");
    expect(await reasonOf(moveDueDate(manager(), { findingId: id, dueOn: dayIn(800), reason: "Never." }))).toBe("due_on");
    await moveDueDate(manager(), { findingId: id, dueOn: dayIn(45), reason: "The part comes in spring." });
    expect((await read(id)).due).toMatchObject({ on: dayIn(45), days: null });
    expect((await read(id)).events.at(-1)).toMatchObject({ kind: "due_moved", text: "The part comes in spring.", dueOn: dayIn(45) });
  });

  test("its controls and requirements change together, and lists of a control follow", async () => {
    const id = await raised();
    await relateFinding(manager(), { findingId: id, controlIds: [library.controls.get("SYS.1.01")!], requirements: [{ frameworkKey: "pci-dss-4.0.1", requirementCode: "10.2.1" }] });
    const view = await read(id);
    expect(view.controls.map((one) => one.code)).toEqual(["SYS.1.01"]);
    expect(view.requirements.filter((one) => one.named).map((one) => one.code)).toEqual(["10.2.1"]);
    expect((await listFindings(manager(), { controlCode: "SYS.1.01" })).rows.map((row) => row.id)).toContain(id);
    expect((await listFindings(manager(), { controlCode: "SYS.2.07", size: 200 })).rows.map((row) => row.id)).not.toContain(id);
  });
});

describe("an accepted risk", () => {
  test("is accepted by somebody with the permission who does not own it, for a year at most", async () => {
    const id = await raised({ owner: member("compliance_manager") });
    const until = dayIn(90);
    expect(await reasonOf(acceptRisk(manager(), { findingId: id, until, reason: "Mine." }))).toBe("own_finding");
    expect(await reasonOf(acceptRisk(world.as("security_analyst"), { findingId: id, until, reason: "Fine." }))).toBe("role_lacks_permission");
    expect(await reasonOf(acceptRisk(world.as("admin"), { findingId: id, until: dayIn(366), reason: "Long." }))).toBe("until");
    expect(await reasonOf(acceptRisk(world.as("admin"), { findingId: id, until: dayIn(0), reason: "Over." }))).toBe("until");
    await acceptRisk(world.as("admin"), { findingId: id, until, reason: "The hosts are switched off by then." });
    expect(await read(id)).toMatchObject({ status: "risk_accepted", accepted: { until }, standing: { status: "risk_accepted" } });
    expect(await reasonOf(remediateFinding(world.as("admin"), { findingId: id, text: "x" }))).toBe("finding_status");
  });

  test("opens again by itself the day after its last one, once, with its days counted anew", async () => {
    const id = await raised();
    await acceptRisk(manager(), { findingId: id, until: dayIn(20), reason: "For now." });
    world.clock.advance(20 * DAY);
    await runDueFindings(world.asSystem("findings"));
    expect((await read(id)).status, "the last day belongs to it").toBe("risk_accepted");
    world.clock.advance(DAY);
    await runDueFindings(world.asSystem("findings"));
    await runDueFindings(world.asSystem("findings"));
    const view = await read(id);
    expect(view).toMatchObject({ status: "open", accepted: null, due: { on: dayIn(30) } });
    expect(view.events.filter((event) => event.kind === "acceptance_ended")).toHaveLength(1);
    expect((await newsOf()).map((row) => row.kind)).toContain("finding_reopened");
  });
});

describe("a finding that is settled", () => {
  test("is opened again with a reason; what happened before stays", async () => {
    const id = await remedy(await raised());
    await verifyRemediation(manager(), { findingId: id, decision: "closed", reason: "Seen." });
    world.clock.advance(MINUTE);
    expect(await reasonOf(reopenFinding(manager(), { findingId: id, reason: "" }))).toBe("input_invalid");
    await reopenFinding(manager(), { findingId: id, reason: "A third host." });
    expect((await read(id)).events.map((event) => event.kind)).toEqual(["raised", "remediated", "closed", "reopened"]);
    expect(await reasonOf(reopenFinding(manager(), { findingId: id, reason: "Again." }))).toBe("finding_status");
  });

  test("is withdrawn by neither its owner nor who raised it", async () => {
    const id = await raised({ owner: member("security_analyst") });
    expect(await reasonOf(withdrawFinding(world.as("admin"), { findingId: id, reason: "Not ours." }))).toBe("own_finding");
    expect(await reasonOf(withdrawFinding(world.as("security_analyst"), { findingId: id, reason: "Not ours." }))).toBe("own_finding");
    await withdrawFinding(manager(), { findingId: id, reason: "The hosts are a tenant's." });
    expect(await read(id)).toMatchObject({ status: "withdrawn", standing: { status: "not_applicable" } });
  });
});

describe("the register", () => {
  test("filters by state, severity, source, owner, words and lateness, and pages through in order", async () => {
    const id = await raised({ title: "Quarantäne of the gateway", severity: "critical", source: { kind: "policy", name: "Network policy" } });
    const ids = async (filter: Parameters<typeof listFindings>[1]) => (await listFindings(manager(), { size: 200, ...filter })).rows.map((row) => row.id);
    for (const filter of [{ status: ["open" as const] }, { severity: "critical" as const }, { source: "policy" as const }, { ownerMemberId: world.members.control_owner.memberId }, { text: "quarantane gate" }]) expect(await ids(filter)).toContain(id);
    expect(await ids({ text: "nothing of the kind" })).toEqual([]);
    expect(await ids({ late: true })).not.toContain(id);
    world.clock.advance(40 * DAY);
    expect(await ids({ late: true })).toContain(id);
    for (const order of ["newest", "due"] as const) {
      const all = await ids({ order });
      const paged: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await listFindings(manager(), { order, size: 3, ...(cursor === undefined ? {} : { cursor }) });
        paged.push(...page.rows.map((row) => row.id));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(all);
    }
  });

  test("is found from anywhere, talked about, and stands in what its owner owes", async () => {
    const id = await raised({ title: "Ungewöhnlich late hosts", severity: "critical" });
    const { name } = await read(id);
    expect((await search(owner(), { text: name })).records).toMatchObject([{ kind: "finding", id, code: name }]);
    await addComment(owner(), { subject: { subjectKind: "finding", subjectId: id }, text: "Which ones?", visibility: "internal" });
    expect((await listComments(manager(), { subjects: [{ subjectKind: "finding", subjectId: id }] })).rows).toHaveLength(1);
    world.clock.advance(10 * DAY);
    expect((await readMyWork(owner(), {})).tasks.find((task) => task.id === id)).toMatchObject({ kind: "finding", code: name, status: "fail" });
    expect((await readOverview(manager(), {})).late.total).toBeGreaterThan(0);
  });

  test("the events of every finding tell the state that is kept", async () => {
    await shareFinding(manager(), { findingId: await raised(), visibility: "shared_with_auditor" });
    await world.inTenant(async (tx) => {
      const { organizationId } = world;
      const rows = await tx.finding.findMany({ select: { id: true } });
      expect(rows.length).toBeGreaterThan(10);
      for (const { id } of rows) {
        const { state } = await requireFinding(tx, { organizationId, engagement: null }, id);
        const { status, severity, dueOn, acceptedUntil, visibility, settledAt } = state;
        expect(findingAsOf(await eventsOf(tx, organizationId, [id]), world.clock.now())).toEqual({ status, severity, dueOn, acceptedUntil, visibility, settledAt });
      }
    });
  });
});
