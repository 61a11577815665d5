import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readControl } from "#lib/controls/index.ts";
import { mapControls } from "#lib/mappings/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { applyAlone, approveDrafts, editControl, listDrafts, readControlEdit, readDraft, returnDrafts, submitDraft, withdrawDraft, type ControlTexts, type EditSaved, type MergeNeeded } from "./index.ts";

let world: World;
let adopted: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld();
  adopted = await adoptedLibrary(world);
});
beforeEach(() => world.clock.advance(60_000));
afterAll(() => world.close());

const CODE = "SYS.1.01";
const manager = () => world.as("compliance_manager");
const admin = () => world.as("admin");
const controlId = () => adopted.controls.get(CODE)!;

type As = ReturnType<typeof manager>;
type Send = "keep" | "review" | "alone";

/** Opens the form as somebody, to be saved with other texts later. */
async function opened(as: As) {
  const { texts, version, textVersion, draft, control } = await readControlEdit(as, { code: CODE });
  return (changes: Partial<ControlTexts>, send: Send = "keep", more: { effectiveDay?: string; reason?: string } = {}) =>
    editControl(as, { controlId: control.id, texts: { ...texts, ...changes } as Parameters<typeof editControl>[1]["texts"], baseVersion: version, textVersion, draft: draft === null ? null : { id: draft.id, revision: draft.revision }, send, ...more });
}
const edit = async (as: As, changes: Partial<ControlTexts>, send: Send = "keep", more = {}) => (await (await opened(as))(changes, send, more)) as EditSaved;
const seen = async (draftId: string) => ({ draftId, revision: (await readDraft(manager(), { draftId })).revision });
const approve = async (as: As, draftId: string) => approveDrafts(as, { drafts: [await seen(draftId)] });
const control = async () => (await readControl(manager(), { code: CODE })).version!;
const news = async (as: As) => (await listNotifications(as, {})).rows.map(({ kind, subjectId }) => [kind, subjectId]);

describe("a control is changed by one person and approved by another", () => {
  it("records what needs no approval at once, and proposes the rest, which holds only when another person approved it", async () => {
    const before = await control();
    const saved = await edit(manager(), { title: "Audit logging of ours", statement: "Every act is logged.", criticality: "critical" }, "review", { reason: "Auditors asked." });
    expect(saved).toMatchObject({ outcome: "saved", version: before.version + 1, draft: { state: "in_review" } });
    expect(await control()).toMatchObject({ title: "Audit logging of ours", criticality: "critical", statement: before.statement, approval: null });
    const draftId = saved.draft!.id;
    expect(await readDraft(admin(), { draftId })).toMatchObject({ author: "Cleo Compliance", reason: "Auditors asked.", parts: [{ part: "statement", before: before.statement, after: "Every act is logged.", theirs: null }], approvers: ["Ada Admin"], may: { approve: true, edit: false } });
    expect(await news(admin())).toContainEqual(["draft_waiting", draftId]);
    expect(await reasonOf(approve(manager(), draftId))).toBe("own_draft");
    expect(await reasonOf(applyAlone(manager(), await seen(draftId)))).toBe("second_person_needed");
    world.clock.advance(60_000);
    expect(await approve(admin(), draftId)).toEqual({ codes: [CODE] });
    expect(await control()).toMatchObject({ statement: "Every act is logged.", title: "Audit logging of ours", approval: { draftId, kind: "second_person", proposedBy: world.members.compliance_manager.memberId, approvedBy: world.members.admin.memberId } });
    const { history } = await readControl(manager(), { code: CODE });
    expect(history[0]).toMatchObject({ kind: "version", detail: "proposed by Cleo Compliance, approved by Ada Admin", changes: [{ part: "Statement", before: before.statement, after: "Every act is logged." }] });
    expect(await news(manager())).toContainEqual(["draft_approved", draftId]);
    expect(await reasonOf(approve(admin(), draftId))).toBe("draft_moved_on");
  });

  it("is returned with a reason, reworked and sent again, and what was approved is what was looked at", async () => {
    const { draft } = await edit(manager(), { scope: "Production." }, "review");
    const looked = await seen(draft!.id);
    expect(await reasonOf(returnDrafts(manager(), { drafts: [looked], reason: "No." }))).toBe("own_draft");
    await returnDrafts(admin(), { drafts: [looked], reason: "Which systems?" });
    expect((await readControlEdit(manager(), { code: CODE })).draft).toMatchObject({ state: "returned", returned: { by: "Ada Admin", reason: "Which systems?" } });
    expect(await news(manager())).toContainEqual(["draft_returned", draft!.id]);
    await edit(manager(), { scope: "Production systems, by the inventory." });
    await submitDraft(manager(), await seen(draft!.id));
    expect(await reasonOf(approveDrafts(admin(), { drafts: [looked] }))).toBe("draft_moved_on");
    await approve(admin(), draft!.id);
    expect((await control()).scope).toBe("Production systems, by the inventory.");
  });

  it("holds from the day that was stated, and is recorded when it was approved; a day that cannot be is refused", async () => {
    const before = await control();
    expect(await reasonOf(edit(manager(), { statement: "Logged." }, "review", { effectiveDay: "2026-01-01" }))).toBe("effective_day");
    expect(await reasonOf(edit(manager(), { statement: "Logged." }, "review", { effectiveDay: "2029-01-01" }))).toBe("effective_day");
    const { draft } = await edit(manager(), { statement: "Logged from October on." }, "review", { effectiveDay: "2026-10-01" });
    await approve(admin(), draft!.id);
    expect((await control()).statement).toBe(before.statement);
    const stored = await world.inTenant((tx) => tx.controlVersion.findFirstOrThrow({ where: { controlId: controlId() }, orderBy: { version: "desc" } }));
    expect(stored).toMatchObject({ effectiveFrom: new Date("2026-09-30T22:00:00Z"), recordedAt: world.clock.now() });
    world.clock.set("2026-10-02T09:00:00Z");
    expect((await control()).statement).toBe("Logged from October on.");
  });

  it("is withdrawn by its author alone, by words or by leaving nothing of it", async () => {
    const { draft } = await edit(manager(), { statement: "Something else." }, "review");
    expect(await reasonOf(withdrawDraft(admin(), await seen(draft!.id)))).toBe("not_own_draft");
    await withdrawDraft(manager(), { ...(await seen(draft!.id)), reason: "Not needed." });
    expect((await readDraft(admin(), { draftId: draft!.id })).state).toBe("withdrawn");
    const other = await edit(manager(), { statement: "Something else." });
    expect(await edit(manager(), { statement: (await control()).statement })).toMatchObject({ draft: null });
    expect((await readDraft(admin(), { draftId: other.draft!.id })).state).toBe("withdrawn");
    expect((await listDrafts(admin(), {})).rows).toEqual([]);
  });

  it("is kept from its author by the database too", async () => {
    const { draft } = await edit(manager(), { statement: "By nobody else." }, "review");
    const event = { organizationId: world.organizationId, id: "dre_forged", draftId: draft!.id, position: 9, kind: "approved", revision: 1, reason: "", approval: "second_person", recordedAt: world.clock.now(), recordedBy: world.members.compliance_manager.memberId };
    await expect(world.inTenant((tx) => tx.controlDraftEvent.create({ data: event }))).rejects.toThrow(/no second person/);
    const { organizationId, memberId } = { organizationId: world.organizationId, memberId: world.members.admin.memberId };
    const last = await world.inTenant((tx) => tx.controlVersion.findFirstOrThrow({ where: { controlId: controlId() }, orderBy: { version: "desc" } }));
    const forged = { ...last, organizationId, id: "cvr_forged", version: last.version + 1, links: {}, designTest: [], operatingTest: [], draftId: draft!.id, approval: "second_person", proposedBy: memberId, approvedBy: memberId };
    await expect(world.inTenant((tx) => tx.controlVersion.create({ data: forged }))).rejects.toThrow(/another_person/);
    await withdrawDraft(manager(), await seen(draft!.id));
  });
});

describe("two people edit one control", () => {
  it("keeps both where they changed different parts, and refuses nothing", async () => {
    const [mine, theirs] = [await opened(manager()), await opened(admin())];
    await theirs({ ownerTeam: "Platform" });
    world.clock.advance(1000);
    expect(await mine({ guidance: "Ask the platform team." })).toMatchObject({ outcome: "saved", taken: ["ownerTeam"] });
    expect(await control()).toMatchObject({ ownerTeam: "Platform", guidance: "Ask the platform team." });
  });

  it("writes nothing where both changed one part, answers base, theirs and mine, and takes what was decided", async () => {
    const base = await control();
    const [mine, theirs] = [await opened(manager()), await opened(admin())];
    await theirs({ context: "Theirs.", ownerTeam: "Security" });
    world.clock.advance(1000);
    const merge = (await mine({ context: "Mine.", howTested: "By hand." })) as MergeNeeded;
    expect(merge).toMatchObject({ outcome: "merge", by: "Ada Admin", conflicts: [{ part: "context", base: base.context, theirs: "Theirs.", mine: "Mine." }], taken: ["ownerTeam"], texts: { context: "Mine.", ownerTeam: "Security", howTested: "By hand." } });
    expect((await control()).version).toBe(base.version + 1);
    const settled = { controlId: controlId(), texts: { ...merge.texts, context: "Theirs, and mine." } as Parameters<typeof editControl>[1]["texts"], baseVersion: merge.version, textVersion: merge.version, draft: merge.draft, send: "keep" as const };
    expect(await editControl(manager(), settled)).toMatchObject({ outcome: "saved" });
    expect(await control()).toMatchObject({ context: "Theirs, and mine.", ownerTeam: "Security", howTested: "By hand." });
  });

  it("lets two saves at once both count or one of them merge: no version is lost, and none is written twice", async () => {
    const [mine, theirs] = [await opened(manager()), await opened(admin())];
    const outcomes = await Promise.all([mine({ whySufficient: "One." }), theirs({ whySufficient: "Other." })]);
    expect(outcomes.map((one) => one.outcome).sort()).toEqual(["merge", "saved"]);
    const versions = await world.inTenant((tx) => tx.controlVersion.findMany({ where: { controlId: controlId() }, orderBy: { version: "asc" } }));
    expect(versions.map((one) => one.version)).toEqual(versions.map((_, index) => index + 1));
    expect(["One.", "Other."]).toContain(versions.at(-1)?.whySufficient);
  });

  it("does not approve over what was approved meanwhile: the author brings both together", async () => {
    const [first, second] = [await edit(manager(), { statement: "Of the manager." }, "review"), await edit(admin(), { statement: "Of the administrator." }, "review")];
    await approve(admin(), first.draft!.id);
    world.clock.advance(1000);
    expect(await reasonOf(approve(manager(), second.draft!.id))).toBe("draft_outdated");
    expect(await readDraft(manager(), { draftId: second.draft!.id })).toMatchObject({ outdated: true, parts: [{ theirs: "Of the manager." }] });
    const form = await opened(admin());
    const merge = (await form({})) as MergeNeeded;
    expect(merge.conflicts).toMatchObject([{ part: "statement", theirs: "Of the manager.", mine: "Of the administrator." }]);
    await editControl(admin(), { controlId: controlId(), texts: { ...merge.texts, statement: "Of both." } as Parameters<typeof editControl>[1]["texts"], baseVersion: merge.version, textVersion: merge.version, draft: merge.draft, send: "review" });
    await approve(manager(), second.draft!.id);
    expect((await control()).statement).toBe("Of both.");
  });

  it("merges what the same person saved in another window", async () => {
    const [one, other] = [await opened(manager()), await opened(manager())];
    await one({ statement: "Saved first." });
    world.clock.advance(1000);
    expect(await other({ scope: "Saved second." })).toMatchObject({ outcome: "saved", taken: ["statement"] });
    expect(await readControlEdit(manager(), { code: CODE })).toMatchObject({ texts: { statement: "Saved first.", scope: "Saved second." } });
    world.clock.advance(1000);
    expect(await other({ statement: "Saved third." })).toMatchObject({ outcome: "merge", conflicts: [{ part: "statement", theirs: "Saved first.", mine: "Saved third." }] });
    const [row] = (await listDrafts(manager(), {})).rows;
    await withdrawDraft(manager(), { draftId: row!.id, revision: row!.revision });
  });
});

describe("the steps of a control's tests", () => {
  it("are edited, what is incomplete is told by step and field, and a number that was given is never given again", async () => {
    const before = await readControlEdit(manager(), { code: CODE });
    const last = before.nextStep.operatingTest;
    const added = `${before.texts.operatingTest}\n- O${last}: Ask who read the log.\n  - Sample: 5 days.`;
    await expect((await opened(manager()))({ operatingTest: added })).rejects.toMatchObject({ code: "validation", problems: [{ path: `texts.operatingTest.O${last}.deviation`, message: expect.stringContaining("a test that cannot fail is none") }] });
    await expect((await opened(manager()))({ designTest: "Look at it." })).rejects.toMatchObject({ problems: [{ path: "texts.designTest", message: "A line of it is no step." }] });
    await edit(manager(), { operatingTest: `${added}\n  - Deviation: Nobody did. ` });
    expect((await control()).operatingTest.at(-1)).toEqual({ key: `O${last}`, does: "Ask who read the log.", population: null, sample: "5 days.", deviation: "Nobody did." });
    world.clock.advance(1000);
    await edit(manager(), { operatingTest: before.texts.operatingTest });
    expect((await readControlEdit(manager(), { code: CODE })).nextStep.operatingTest).toBe(last + 1);
    expect((await readControl(manager(), { code: CODE })).history[0]?.changes).toMatchObject([{ part: "Test of operating effectiveness" }]);
  });

  it("that two people change at once are kept of both, and only the same words collide", async () => {
    const { texts } = await readControlEdit(manager(), { code: CODE });
    const reworded = (from: RegExp, to: string): Partial<ControlTexts> => ({ designTest: texts.designTest.replace(from, to) });
    const [one, other, third] = [await opened(manager()), await opened(admin()), await opened(admin())];
    await one(reworded(/^- D1: .*$/mu, "- D1: Theirs."));
    world.clock.advance(1000);
    expect(await other(reworded(/^- D2: .*$/mu, "- D2: Mine."))).toMatchObject({ outcome: "saved", taken: ["designTest"] });
    expect((await control()).designTest.slice(0, 2).map(({ does }) => does)).toEqual(["Theirs.", "Mine."]);
    world.clock.advance(1000);
    expect(await third(reworded(/^- D1: .*$/mu, "- D1: A third way."))).toMatchObject({ outcome: "merge", conflicts: [{ part: "designTest" }] });
  });
});

describe("without a second person", () => {
  it("is waived by a setting, and every record of it says so", async () => {
    await changeSetting(admin(), { name: "control_approval", value: "waived" });
    world.clock.advance(1000);
    const saved = await edit(manager(), { statement: "Waived." }, "alone");
    expect(saved.draft).toMatchObject({ state: "approved" });
    expect((await control()).approval).toMatchObject({ kind: "waived", proposedBy: world.members.compliance_manager.memberId });
    expect((await readControl(manager(), { code: CODE })).history[0]?.detail).toBe("applied by Cleo Compliance without a second person: the organization waives one");
    world.clock.advance(1000);
    await mapControls(manager(), { frameworkKey: "iso27001-2022", requirementCode: "A.5.7", controlIds: [controlId()], strength: "contributes", rationale: "Feeds." });
    expect((await readControl(manager(), { code: CODE })).history[0]).toMatchObject({ kind: "mapping", detail: "applied by Cleo Compliance without a second person: the organization waives one" });
    world.clock.advance(1000);
    await changeSetting(admin(), { name: "control_approval", value: "second_person" });
  });

  it("is applied by the only person who could approve it, and by nobody else", async () => {
    const lone = await testWorld();
    try {
      const there = await adoptedLibrary(lone);
      await lone.inTenant((tx) => tx.member.updateMany({ where: { role: "compliance_manager" }, data: { removedAt: lone.clock.now() } }));
      const { texts, version, textVersion, needs, approvers } = await readControlEdit(lone.as("admin"), { code: CODE });
      expect([needs, approvers]).toEqual(["alone", []]);
      lone.clock.advance(1000);
      await editControl(lone.as("admin"), { controlId: there.controls.get(CODE)!, texts: { ...texts, statement: "Alone." } as Parameters<typeof editControl>[1]["texts"], baseVersion: version, textVersion, send: "alone" });
      const page = await readControl(lone.as("admin"), { code: CODE });
      expect(page.version).toMatchObject({ statement: "Alone.", approval: { kind: "alone" } });
      expect(page.history[0]?.detail).toBe("applied by Ada Admin without a second person: nobody else could approve it");
    } finally {
      await lone.close();
    }
  });
});
