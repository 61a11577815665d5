import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { openDelivery, PACKET_LIMITS, readDelivery, readPacket, recordDownload, requestPacket, runDueSchedule, schedulePacket, sendPacket } from "./index.ts";
import { runPacketJobs, tellPacketStory, type PacketStory } from "#lib/testing/packet-story.ts";

let world: World;
let other: World;
let story: PacketStory;
let packetId: string;
const manager = () => world.as("compliance_manager");
beforeAll(async () => {
  world = await testWorld({ name: "Fernhall & Sons" });
  other = await testWorld();
  story = await tellPacketStory(world);
  packetId = (await requestPacket(manager(), { controlId: story.controlId, engagementId: story.engagementId })).id;
  await runPacketJobs(world);
}, 120_000);
afterAll(async () => {
  await world.close();
  await other.close();
});

const DAY = 86_400_000;
const send = (...recipients: { name: string; email: string }[]) => sendPacket(manager(), { packetId, recipients });
const tokenOf = (text: string): string => /\/d\/([A-Za-z0-9_-]+)/.exec(text)![1]!;
const mailsTo = (email: string) => world.mails.filter((mail) => mail.to.address === email);
const delivery = async (email: string) => (await readPacket(manager(), { packetId })).deliveries!.find((one) => one.recipientEmail === email)!;

/** Mails a link to somebody new, and gives its token. */
async function linkFor(email: string): Promise<string> {
  await send({ name: "Ruth Adeyemi", email });
  await runPacketJobs(world);
  return tokenOf(mailsTo(email)[0]!.text);
}

describe("the mail about a packet", () => {
  it("says what it is, period, counts, link and expiry, and the same in HTML", async () => {
    const token = await linkFor("ruth@calder.example");
    const mail = mailsTo("ruth@calder.example")[0]!;
    expect(mail.subject).toBe("Evidence packet PKT-1: SYS.2.07, 2026-10-01 to 2026-12-31");
    for (const part of ["Hello Ruth Adeyemi,", "2026-10-01 to 2026-12-31 (Europe/Berlin)", "1 met", "3 Nov 2026 09:00 UTC", "SYS.2.07 System security monitoring"]) {
      expect(mail.text).toContain(part);
      expect(mail.html).toContain(part);
    }
    expect(mail.text).toContain("Fernhall & Sons");
    expect(mail.html).toContain("Fernhall &amp; Sons");
    expect(mail.text).toContain(`http://tickmark.test/d/${token}\n`);
    expect(mail.html).toContain(`href="http://tickmark.test/d/${token}"`);
    for (const secret of ["Brute force", "Failed password", "web1", packetId, world.organizationId]) expect(mail.text + mail.html).not.toContain(secret);
  });

  it("is sent once per recipient, however often it is asked for", async () => {
    await send({ name: "One", email: "once@example.com" }, { name: "One again", email: "ONCE@example.com " });
    await runPacketJobs(world);
    expect(await send({ name: "One", email: "once@example.com" })).toEqual({ mailed: 0, hadLink: 1 });
    await runPacketJobs(world);
    expect(mailsTo("once@example.com")).toHaveLength(1);
    expect((await delivery("once@example.com")).sentAt).not.toBeNull();
  });

  it("is sent to the others when the server refuses one, and that one later", async () => {
    const whole = runtime();
    configureRuntime({
      ...whole,
      mailer: { send: (mail) => (mail.to.address === "bounce@example.com" ? Promise.reject(Object.assign(new Error("550 no such user bounce@example.com"), { responseCode: 550 })) : whole.mailer.send(mail)) },
    });
    await send({ name: "B", email: "bounce@example.com" }, { name: "G", email: "good@example.com" });
    await runPacketJobs(world);
    configureRuntime(whole);
    expect(mailsTo("good@example.com")).toHaveLength(1);
    expect(await delivery("bounce@example.com")).toMatchObject({ sentAt: null, sendError: "The mail server refused the mail (550)." });
    expect(await send({ name: "B", email: "bounce@example.com" })).toEqual({ mailed: 1, hadLink: 0 });
    await runPacketJobs(world);
    expect(mailsTo("bounce@example.com")).toHaveLength(1);
    expect(await delivery("bounce@example.com")).toMatchObject({ sendError: null });
  });

  it("keeps no token: only its hash is stored", async () => {
    const token = await linkFor("hash@example.com");
    const rows = await world.inTenant((tx) => tx.packetDelivery.findMany());
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany());
    const ledger = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ select: { record: true } }));
    expect(JSON.stringify([rows, trail, ledger], (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value))).not.toContain(token);
    expect(JSON.stringify(ledger)).not.toContain("hash@example.com");
  });
});

describe("a personal link", () => {
  it("shows what the packet is without counting, and counts each download in record, ledger and audit trail", async () => {
    const token = await linkFor("count@example.com");
    expect(await readDelivery(token, "req_1")).toMatchObject({ organizationName: "Fernhall & Sons", packetName: "PKT-1", controlCode: "SYS.2.07", recipientName: "Ruth Adeyemi" });
    expect((await delivery("count@example.com")).downloads).toBe(0);
    const first = await openDelivery(token, "req_2");
    expect(first).toMatchObject({ organizationId: world.organizationId, mediaType: "application/pdf", fileName: "SYS.2.07_2026-10-01_2026-12-31_PKT-1.pdf" });
    world.clock.advance(60_000);
    await openDelivery(token, "req_3");
    const counted = await delivery("count@example.com");
    expect(counted.downloads).toBe(2);
    const facts = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { subjectId: packetId, kind: "packet.downloaded" } }));
    expect(facts.filter((fact) => fact.record.includes(counted.id))).toHaveLength(2);
    expect((await readPacket(manager(), { packetId })).accesses).toMatchObject([{ who: "Ruth Adeyemi", part: "report", byLink: true }, { who: "Ruth Adeyemi" }]);
  });

  it("that has expired answers like one that never was", async () => {
    const token = await linkFor("late@example.com");
    world.clock.advance(14 * DAY);
    for (const answer of [await readDelivery(token, "r"), await openDelivery(token, "r"), await readDelivery("A".repeat(43), "r"), await openDelivery("A".repeat(43), "r")]) expect(answer).toBeNull();
    // Sent again, it is a new link; the old one stays dead.
    expect(await send({ name: "L", email: "late@example.com" })).toEqual({ mailed: 1, hadLink: 0 });
    await runPacketJobs(world);
    const [, renewed] = mailsTo("late@example.com");
    expect(tokenOf(renewed!.text)).not.toBe(token);
    expect(await readDelivery(tokenOf(renewed!.text), "r")).not.toBeNull();
    expect(await readDelivery(token, "r")).toBeNull();
  });

  it.each(["", "x", "../../etc/passwd", "A".repeat(44), "A".repeat(10_000), `${"A".repeat(42)}'`, "%00", "ぁ".repeat(43)])("that is nonsense (%#) answers nothing", async (token) => {
    expect(await readDelivery(token, "r")).toBeNull();
    expect(await openDelivery(token, "r")).toBeNull();
  });

  it("with one letter changed answers nothing", async () => {
    const token = await linkFor("forged@example.com");
    const forged = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    expect(await readDelivery(forged, "r")).toBeNull();
    const hash = await world.runtime.database.$queryRaw<unknown[]>`SELECT * FROM directory_delivery_of_token(${token}, ${world.clock.now()}::timestamptz)`;
    expect(hash).toEqual([]);
  });

  it("leads into the organization that it was made in, whoever else there is", async () => {
    const token = await linkFor("tenant@example.com");
    expect((await openDelivery(token, "r"))?.organizationId).toBe(world.organizationId);
    expect(await other.inTenant((tx) => tx.packetDelivery.count())).toBe(0);
  });
});

describe("sending and downloading", () => {
  it("is bounded", async () => {
    const many = Array.from({ length: PACKET_LIMITS.recipients + 1 }, (_, at) => ({ name: "R", email: `r${at}@example.com` }));
    await expect(send(...many)).rejects.toMatchObject({ code: "validation" });
    await expect(send()).rejects.toMatchObject({ code: "validation" });
  });

  it("of a packet that is not sealed is refused", async () => {
    const { id } = await requestPacket(manager(), { controlId: story.controlId, firstDay: "2026-10-01", lastDay: "2026-10-02", timeZone: "UTC" });
    await expect(sendPacket(manager(), { packetId: id, recipients: [{ name: "R", email: "r@example.com" }] })).rejects.toMatchObject({ reason: "packet_not_sealed" });
    await expect(recordDownload(manager(), { packetId: id, part: "zip" })).rejects.toMatchObject({ reason: "packet_not_sealed" });
    await runPacketJobs(world);
  }, 60_000);

  it("of another tenant's packet finds nothing", async () => {
    await expect(sendPacket(other.as("admin"), { packetId, recipients: [{ name: "R", email: "r@example.com" }] })).rejects.toMatchObject({ code: "not_found" });
    await expect(recordDownload(other.as("admin"), { packetId, part: "zip" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("leaves a row in the audit trail before the first byte", async () => {
    const download = await recordDownload(manager(), { packetId, part: "zip" });
    const { sealed } = await readPacket(manager(), { packetId });
    expect(download).toMatchObject({ sha256: sealed!.zipSha256, byteLength: sealed!.byteLength, mediaType: "application/zip" });
    const row = await world.inTenant((tx) => tx.auditTrailEntry.findFirst({ where: { action: "packet.downloaded", subjectId: packetId } }));
    expect(row).toMatchObject({ actorName: "Cleo Compliance", changes: { part: "zip" } });
  });
});

it("the packet of a schedule is mailed to its recipients once it is sealed, each time to each of them once", async () => {
  world.clock.set("2026-11-20T09:00:00Z");
  const recipients = [{ name: "Ruth", email: "monthly@example.com" }, { name: "Jan", email: "monthly-too@example.com" }, { name: "Ruth twice", email: "MONTHLY@example.com" }];
  const { id: scheduleId } = await schedulePacket(manager(), { controlId: story.controlId, frequency: "weekly", timeZone: "Europe/Berlin", hour: 7, recipients });
  for (const day of ["2026-11-23", "2026-11-30"]) {
    world.clock.set(`${day}T06:00:00Z`);
    await runDueSchedule(world.asSystem("packet_schedule"), { scheduleId });
    await runPacketJobs(world);
    await runPacketJobs(world);
  }
  expect(mailsTo("monthly@example.com").map((mail) => mail.subject)).toEqual([
    expect.stringContaining("2026-11-16 to 2026-11-22"), expect.stringContaining("2026-11-23 to 2026-11-29"),
  ]);
  expect(mailsTo("monthly-too@example.com")).toHaveLength(2);
}, 60_000);
