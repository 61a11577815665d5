import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { runPacketJobs } from "#lib/testing/packet-story.ts";
import { readPacket, requestPacket } from "#lib/packets/index.ts";
import { listNotifications, openNotification } from "#lib/notifications/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { addComment, editComment, listComments, withdrawComment, type CommentSubject } from "./index.ts";
import { EDIT_MS } from "./limits.ts";

let world: FurnishedWorld;
beforeAll(async () => {
  world = await furnishedWorld();
}, 240_000);
afterAll(async () => {
  await world.close();
});

const on = (): CommentSubject => ({ subjectKind: "control", subjectId: world.control.inside });
const textsFor = async (context: Parameters<typeof listComments>[0], subject = on()) => (await listComments(context, { subjects: [subject] })).rows.map(({ text }) => text);
const say = (text: string, visibility: "internal" | "shared_with_auditor", subject = on()) => addComment(world.as("control_owner"), { subject, text, visibility });

describe("an internal comment", () => {
  test("never reaches an auditor, on any kind of record", async () => {
    const subjects: CommentSubject[] = [
      on(), { subjectKind: "evidence", subjectId: world.evidence.inside }, { subjectKind: "evidence_request", subjectId: world.request("SYS.2.07 monitoring-description") },
      { subjectKind: "engagement", subjectId: world.engagement.inside }, { subjectKind: "packet", subjectId: world.packet.inside },
    ];
    const auditor = await world.auditor();
    for (const subject of subjects) {
      await addComment(world.as("admin"), { subject, text: `kept among us on ${subject.subjectKind}`, visibility: "internal" });
      await addComment(world.as("admin"), { subject, text: `for the auditor on ${subject.subjectKind}`, visibility: "shared_with_auditor" });
      expect([subject.subjectKind, await textsFor(auditor, subject)]).toEqual([subject.subjectKind, [`for the auditor on ${subject.subjectKind}`]]);
      expect(await textsFor(world.as("admin"), subject)).toHaveLength(2);
    }
  });

  test("never gets into a packet, nor does a shared one", async () => {
    await say("a sentence that stands nowhere else", "internal");
    const { id } = await requestPacket(world.as("compliance_manager"), { controlId: world.control.inside, firstDay: "2026-10-01", lastDay: "2026-10-10", timeZone: "Europe/Berlin" });
    await runPacketJobs(world);
    const { sealed } = await readPacket(world.as("compliance_manager"), { packetId: id });
    const chunks: Uint8Array[] = [];
    for await (const chunk of runtime().blobs.read(world.organizationId, sealed!.zipSha256)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect(bytes.length).toBeGreaterThan(1000);
    expect(bytes.includes("a sentence that stands nowhere else")).toBe(false);
    expect(bytes.includes("for the auditor on control")).toBe(false);
  });
});

describe("an auditor", () => {
  test("writes within the engagement, is read by the organization, and can keep nothing from it", async () => {
    const auditor = await world.auditor();
    await addComment(auditor, { subject: on(), text: "Which hosts are in scope?", visibility: "shared_with_auditor" });
    const seen = (await listComments(world.as("control_owner"), { subjects: [on()] })).rows.find((row) => row.text === "Which hosts are in scope?");
    expect(seen).toMatchObject({ author: world.members.auditor.name, byAuditor: true, mine: false, visibility: "shared_with_auditor" });
    await expect(addComment(auditor, { subject: on(), text: "a note to self", visibility: "internal" })).rejects.toMatchObject({ code: "validation", reason: "auditors_share" });
    await expect(addComment(auditor, { subject: { subjectKind: "control", subjectId: world.control.outside }, text: "and this one?", visibility: "shared_with_auditor" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("does not read what auditors of another engagement wrote", async () => {
    const auditor = await world.auditor();
    await world.inTenant(async (tx) => {
      await tx.comment.create({ data: { organizationId: world.organizationId, id: "cmt_other", subjectKind: "control", subjectId: world.control.inside, authorMemberId: world.members.auditor.memberId, visibility: "shared_with_auditor", engagementId: world.engagement.outside, createdAt: world.clock.now() } });
      await tx.commentText.create({ data: { organizationId: world.organizationId, id: "ctx_other", commentId: "cmt_other", text: "of another firm", at: world.clock.now() } });
    });
    expect(await textsFor(auditor)).not.toContain("of another firm");
    expect(await textsFor(world.as("admin"))).toContain("of another firm");
    await expect(editComment(auditor, { comment: "cmt_other", text: "changed" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("names nobody: who works here is not theirs to try", async () => {
    const { id } = await addComment(await world.auditor(), { subject: on(), text: `Is @${world.members.admin.name} there?`, visibility: "shared_with_auditor" });
    expect(await world.inTenant((tx) => tx.commentMention.count({ where: { commentId: id } }))).toBe(0);
  });
});

describe("who is named", () => {
  const told = async (context: Parameters<typeof listNotifications>[0]) => (await listNotifications(context, { show: "unread", kind: "mentioned" })).rows;

  test("is told once, with the way to the comment and not its text, until it is withdrawn", async () => {
    const analyst = world.as("security_analyst");
    const { id } = await say("Is the retention set, @Sami Security?", "internal");
    await editComment(world.as("control_owner"), { comment: id, text: "Is the retention set everywhere, @Sami Security and @Olga Owner?" });
    const [mention, ...others] = await told(analyst);
    expect(others).toEqual([]);
    expect(mention).toMatchObject({ subjectKind: "control", facts: { code: "SYS.2.07", by: "Olga Owner", comment: id } });
    expect(JSON.stringify(mention)).not.toContain("retention");
    expect(await told(world.as("control_owner"))).toEqual([]);
    expect(await openNotification(analyst, { id: mention!.id })).toEqual({ place: `controls/SYS.2.07#${id}` });
    await say("One more, @Sami Security", "internal").then(({ id: comment }) => withdrawComment(world.as("control_owner"), { comment, reason: "Solved" }));
    expect(await told(analyst)).toEqual([]);
  });

  test("is led to every kind of record, and not told of one that their role does not read", async () => {
    const subjects: (readonly [CommentSubject, RegExp])[] = [
      [{ subjectKind: "evidence", subjectId: world.evidence.inside }, /^evidence\//], [{ subjectKind: "evidence_request", subjectId: world.request("SYS.2.07 monitoring-description") }, /^controls\/SYS\.2\.07#/],
      [{ subjectKind: "engagement", subjectId: world.engagement.inside }, /^engagements\/eng_/], [{ subjectKind: "packet", subjectId: world.packet.inside }, /^packets\//],
    ];
    const manager = world.as("compliance_manager");
    for (const [subject, place] of subjects) {
      await addComment(world.as("admin"), { subject, text: `@${world.members.compliance_manager.name} and @${world.members.security_analyst.name}, see the ${subject.subjectKind}`, visibility: "internal" });
      const [mention] = await told(manager);
      expect((await openNotification(manager, { id: mention!.id })).place).toMatch(place);
    }
    expect((await told(world.as("security_analyst"))).map(({ subjectKind }) => subjectKind).sort()).toEqual(["evidence", "evidence_request"]);
  });
});

describe("a comment", () => {
  test("names people by their id, once each, and says so in the audit trail", async () => {
    const context = world.as("control_owner");
    const { id } = await addComment(context, { subject: on(), text: "@Sami Security, please; thanks @Sami Security and @Ada Admin.", visibility: "internal" });
    const mentions = await world.inTenant((tx) => tx.commentMention.findMany({ where: { commentId: id } }));
    expect(new Set(mentions.map(({ memberId }) => memberId))).toEqual(new Set([world.members.security_analyst.memberId, world.members.admin.memberId]));
    const [entry] = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { requestId: context.requestId } }));
    expect(entry).toMatchObject({ action: "comment.added", subjectKind: "control", subjectId: world.control.inside });
  });

  test("sent twice is one", async () => {
    const first = await say("pressed twice", "internal");
    expect(await say("pressed twice", "internal")).toEqual(first);
    world.clock.advance(61_000);
    expect(await say("pressed twice", "internal")).not.toEqual(first);
  });

  test("is changed by its author for 15 minutes, with its history kept from auditors", async () => {
    const { id } = await say("we kep logs for 90 days", "shared_with_auditor");
    await expect(editComment(world.as("admin"), { comment: id, text: "mine now" })).rejects.toMatchObject({ code: "forbidden", reason: "not_your_comment" });
    world.clock.advance(EDIT_MS - 1000);
    await editComment(world.as("control_owner"), { comment: id, text: "we keep logs for 365 days" });
    world.clock.advance(1000);
    await expect(editComment(world.as("control_owner"), { comment: id, text: "later" })).rejects.toMatchObject({ code: "precondition_failed", reason: "comment_too_old" });
    const view = async (context: Parameters<typeof listComments>[0]) => (await listComments(context, { subjects: [on()] })).rows.find((row) => row.id === id);
    expect(await view(world.as("control_owner"))).toMatchObject({ text: "we keep logs for 365 days", earlier: [{ text: "we kep logs for 90 days" }], editableUntil: null });
    expect(await view(await world.auditor())).toMatchObject({ text: "we keep logs for 365 days", earlier: [] });
    expect((await view(await world.auditor()))?.editedAt).not.toBeNull();
  });

  test("is withdrawn with a reason and stays; auditors no longer read its text", async () => {
    const { id } = await say("said in haste to @Ada Admin", "shared_with_auditor");
    await expect(withdrawComment(world.as("control_owner"), { comment: id, reason: " " })).rejects.toMatchObject({ code: "validation" });
    await withdrawComment(world.as("control_owner"), { comment: id, reason: "Wrong control." });
    await expect(withdrawComment(world.as("control_owner"), { comment: id, reason: "Again." })).rejects.toMatchObject({ code: "conflict" });
    const view = async (context: Parameters<typeof listComments>[0]) => (await listComments(context, { subjects: [on()] })).rows.find((row) => row.id === id);
    expect(await view(world.as("admin"))).toMatchObject({ text: "said in haste to @Ada Admin", withdrawn: { reason: "Wrong control.", by: world.members.control_owner.name } });
    expect(await view(await world.auditor())).toMatchObject({ text: "", mentions: [], withdrawn: { reason: "Wrong control." } });
  });

  test("on a record is for who reads that record", async () => {
    const packet: CommentSubject = { subjectKind: "packet", subjectId: world.packet.inside };
    await expect(listComments(world.as("control_owner"), { subjects: [packet] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(say("may I?", "internal", packet)).rejects.toMatchObject({ code: "forbidden" });
  });
});
