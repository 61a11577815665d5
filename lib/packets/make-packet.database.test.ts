import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commentIncident } from "#lib/incidents/index.ts";
import { listAlerts, judgeAlert } from "#lib/alerts/index.ts";
import { reviewEvidence } from "#lib/evidence/index.ts";
import { readLedger } from "#lib/ledger/index.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { collectPacketContent } from "./collect-packet-content.ts";
import { makePacketJob, readPacket, requestPacket, verifyStoredPacket, type PacketView } from "./index.ts";
import { INTERNAL_COMMENT, INTERNAL_REMARK, runPacketJobs, SHARED_REMARK, tellPacketStory, type PacketStory } from "#lib/testing/packet-story.ts";
import { writeSnapshot } from "./packet-snapshot.ts";
import { readZip } from "./read-zip.fixtures.ts";

let world: World;
let story: PacketStory;
beforeAll(async () => {
  world = await testWorld({ name: "Fernhall Systems", timeZone: "Europe/Berlin" });
  story = await tellPacketStory(world);
}, 120_000);
afterAll(() => world.close());

const manager = () => world.as("compliance_manager");
const october = { firstDay: "2026-10-01", lastDay: "2026-10-31" };

async function ask(): Promise<string> {
  return (await requestPacket(manager(), { controlId: story.controlId, engagementId: story.engagementId, ...october })).id;
}

async function blobOf(sha256: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sha256)) parts.push(part);
  return Buffer.concat(parts);
}

async function made(id: string): Promise<PacketView & { sealed: NonNullable<PacketView["sealed"]> }> {
  const packet = await readPacket(manager(), { packetId: id });
  if (packet.sealed === null) throw new Error(`not sealed: ${packet.status} ${packet.error ?? ""}`);
  return { ...packet, sealed: packet.sealed };
}

/** Runs the job of a packet directly, as a worker does that offers it again. */
const runAgain = (packetId: string) => makePacketJob.run(world.asSystem("make-packet"), { packetId }, async () => undefined);

describe("a packet", () => {
  it("is made of what was asked for, sealed, verified where it is stored, and told to ledger and audit trail", async () => {
    const id = await ask();
    expect((await readPacket(manager(), { packetId: id })).status).toBe("queued");
    expect(await runPacketJobs(world)).toEqual(["make-packet"]);
    const packet = await made(id);
    expect(packet).toMatchObject({ name: "PKT-1", control: { code: "SYS.2.07" }, engagement: { label: "SOC 2 Type II" }, status: "sealed", progress: 1, error: null });
    const zip = await blobOf(packet.sealed.zipSha256);
    expect(zip.length).toBe(packet.sealed.byteLength);
    expect(createHash("sha256").update(zip).digest("hex")).toBe(packet.sealed.zipSha256);
    const found = await verifyStoredPacket((from) => world.runtime.blobs.read(world.organizationId, packet.sealed.zipSha256, from), zip.length);
    expect(found).toMatchObject({ outcome: "intact", tagManifestSha256: packet.sealed.manifest.tagManifestSha256, requests: 6 });
    const { certificates } = await readLedger(manager(), {});
    expect(found).toMatchObject({ signer: { subject: "O=Fernhall Systems, CN=Tickmark documents", fingerprint: certificates[0]?.fingerprint } });
    const facts = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { subjectId: id }, orderBy: { kind: "asc" } }));
    expect(facts.map((fact) => fact.kind)).toEqual(["packet.requested", "packet.sealed"]);
    expect(JSON.parse(facts[1]!.record)).toMatchObject({ zip_sha256: packet.sealed.zipSha256, tag_manifest_sha256: packet.sealed.manifest.tagManifestSha256 });
  }, 120_000);

  it("shows the tree of its ZIP, hash by hash", async () => {
    const packet = await made(await firstPacket());
    const entries = await readZip(await blobOf(packet.sealed.zipSha256));
    const inZip = entries.map((entry) => ({ path: entry.path.slice(entry.path.indexOf("/") + 1), sha256: createHash("sha256").update(entry.bytes).digest("hex"), bytes: entry.bytes.length }));
    expect(packet.sealed.manifest.files).toEqual(inZip);
    const report = inZip.find((file) => file.path === "data/report.pdf");
    expect(packet.sealed.reportSha256).toBe(report?.sha256);
  }, 60_000);

  it("holds the evidence of the engagement's control and period, and nothing else", async () => {
    const text = await everything(await firstPacket());
    expect(text).toContain("Description of the monitoring, version 4");
    expect(text).not.toContain("Description of last year");
    expect(text).not.toContain("Logging policy of the other control");
    expect(text).toContain("Failed password for deploy");
  }, 60_000);

  it("holds what is shared of incidents and alerts, never an internal remark", async () => {
    const text = await everything(await firstPacket());
    expect(text).toContain(SHARED_REMARK);
    expect(text).not.toContain("INTERNAL-REMARK");
    expect(text).not.toContain("INTERNAL-COMMENT");
    expect(text).not.toContain(INTERNAL_REMARK.slice(18));
    expect(text).not.toContain(INTERNAL_COMMENT.slice(18));
    const files = await filesOf(await firstPacket());
    const ipe = JSON.parse(files.get("data/populations/alerts.ipe.json")!.toString()) as { reconciliation: { verdict: string } };
    expect(ipe.reconciliation.verdict).toBe("reconciles");
  }, 60_000);

  it("calls a running period by its gaps, and no request met that is not shown", async () => {
    const { manifest, omissions } = (await made(await firstPacket())).sealed;
    const byId = new Map(manifest.requests.map((one) => [one.id, one]));
    expect(byId.get("monitoring-description")).toMatchObject({ status: "met", files: 1 });
    expect(byId.get("monitoring-criteria")).toMatchObject({ status: "never_collected", files: 0, omissions: 1 });
    expect(omissions).toMatchObject([{ id: "unanswered-monitoring-criteria", requestNumber: 2, cause: "never_collected" }]);
    expect(manifest.completeness).toMatch(/partial/);
  });
});

async function firstPacket(): Promise<string> {
  const row = await world.inTenant((tx) => tx.packet.findFirstOrThrow({ orderBy: { number: "asc" }, select: { id: true } }));
  return row.id;
}

async function filesOf(id: string): Promise<Map<string, Buffer>> {
  const entries = await readZip(await blobOf((await made(id)).sealed.zipSha256));
  return new Map(entries.map((entry) => [entry.path.slice(entry.path.indexOf("/") + 1), entry.bytes]));
}

/** Every file but the report, which is compressed: it is drawn from the same content. */
async function everything(id: string): Promise<string> {
  return [...(await filesOf(id))].filter(([path]) => path !== "data/report.pdf").map(([, bytes]) => bytes.toString("utf8")).join("\n");
}

describe("a packet that is made again", () => {
  it("has the same bytes, whatever became known since it was asked for", async () => {
    const id = await ask();
    await runPacketJobs(world);
    const first = await made(id);
    world.clock.advance(3_600_000);
    // What happens now belongs to later packets.
    await commentIncident(world.as("security_analyst"), { incidentId: story.incidentId, text: "Added after the packet was asked for.", visibility: "shared_with_auditor" });
    const open = (await listAlerts(world.as("security_analyst"), {})).rows[0];
    if (open !== undefined) await judgeAlert(world.as("security_analyst"), { alertId: open.id, verdict: "expected", reason: "Judged after the packet was asked for." });
    await reviewEvidence(manager(), { evidenceId: story.inside.id, decision: "rejected", reason: "Rejected after the packet was asked for.", seen: "accepted" });
    await forgetState(id, false);
    await runAgain(id);
    expect((await made(id)).sealed).toMatchObject({ zipSha256: first.sealed.zipSha256, reportSha256: first.sealed.reportSha256 });
    // Even what was read is the same when it is read again.
    await forgetState(id, true);
    await runAgain(id);
    expect((await made(id)).sealed.zipSha256).toBe(first.sealed.zipSha256);
    world.clock.advance(60_000);
    await reviewEvidence(manager(), { evidenceId: story.inside.id, decision: "accepted", seen: "rejected" });
  }, 120_000);

  it("is left alone once it is sealed", async () => {
    const id = await firstPacket();
    const before = await stateOf(id);
    await runAgain(id);
    expect(await stateOf(id)).toEqual(before);
  });

  it.each(["collect", "zip", "report", "verify", "record"] as const)("cut off after %s, it goes on and is sealed once with the same bytes", async (step) => {
    const id = await ask();
    await cutOff(step, id);
    expect((await stateOf(id)).status).toBe("running");
    await runAgain(id);
    const packet = await made(id);
    await runAgain(id);
    expect((await made(id)).sealed.zipSha256).toBe(packet.sealed.zipSha256);
    const sealedFacts = await world.inTenant((tx) => tx.ledgerPendingEntry.count({ where: { subjectId: id, kind: "packet.sealed" } }));
    expect(sealedFacts).toBe(1);
    // The queued job finds it done.
    await runPacketJobs(world);
    expect(await world.inTenant((tx) => tx.ledgerPendingEntry.count({ where: { subjectId: id, kind: "packet.sealed" } }))).toBe(1);
  }, 120_000);

  it("made by two workers at once is sealed once", async () => {
    const id = await ask();
    await Promise.all([runAgain(id), runAgain(id)]);
    expect(await world.inTenant((tx) => tx.ledgerPendingEntry.count({ where: { subjectId: id, kind: "packet.sealed" } }))).toBe(1);
    await runPacketJobs(world);
  }, 120_000);
});

function stateOf(id: string) {
  return world.inTenant((tx) => tx.packetState.findUniqueOrThrow({ where: { organizationId_packetId: { organizationId: world.organizationId, packetId: id } } }));
}

/** Puts a sealed packet back to where it was asked for; past the verbs, which never do that. */
async function forgetState(id: string, contentToo: boolean): Promise<void> {
  await world.inTenant((tx) => tx.packetState.updateMany({ where: { packetId: id }, data: { status: "queued", blobSha256: null, reportSha256: null, sealedAt: null, ...(contentToo ? { contentSha256: null } : {}) } }));
}

/** Runs the job and stops it dead after a step, as a killed process would. */
async function cutOff(step: "collect" | "zip" | "report" | "verify" | "record", id: string): Promise<void> {
  const whole = runtime();
  const dead = new Error(`cut off after ${step}`);
  let writes = 0;
  let verifying = false;
  configureRuntime({
    ...whole,
    blobs: {
      async write(...args) {
        const stored = await whole.blobs.write(...args);
        writes += 1;
        if ({ collect: 1, zip: 2, report: 3, verify: Infinity, record: Infinity }[step] === writes) throw dead;
        if (writes === 3) verifying = true;
        return stored;
      },
      async *read(...args) {
        if (step === "verify" && verifying) throw dead;
        yield* whole.blobs.read(...args);
      },
      check: whole.blobs.check,
      amiss: whole.blobs.amiss,
      parts: whole.blobs.parts,
      discard: whole.blobs.discard,
      shred: whole.blobs.shred,
      clear: whole.blobs.clear,
      removeAll: whole.blobs.removeAll,
    },
    database: step !== "record" ? whole.database : new Proxy(whole.database, {
      get(target, name, receiver) {
        // The last transaction, which records the seal, never commits.
        if (name === "$transaction" && verifying) return () => Promise.reject(dead);
        return Reflect.get(target, name, receiver) as unknown;
      },
    }),
  });
  try {
    await expect(runAgain(id)).rejects.toThrow();
  } finally {
    configureRuntime(whole);
  }
}

describe("a packet that cannot be made", () => {
  it("says so, with the reason, and can be asked for again", async () => {
    const id = await ask();
    const whole = runtime();
    configureRuntime({ ...whole, blobs: { ...whole.blobs, write: () => Promise.reject(new Error("no space")) } });
    await runPacketJobs(world);
    configureRuntime(whole);
    const failed = await readPacket(manager(), { packetId: id });
    expect(failed).toMatchObject({ status: "failed", sealed: null });
    expect(failed.error).toMatch(/server's log/);
    expect(await ask()).not.toBe(id);
    await runPacketJobs(world);
  }, 60_000);

  it("names bytes that are gone as an omission, and is sealed as partial", async () => {
    const id = await ask();
    const whole = runtime();
    const upload = await world.inTenant((tx) => tx.evidence.findUniqueOrThrow({ where: { organizationId_id: { organizationId: world.organizationId, id: story.inside.id } } }));
    configureRuntime({
      ...whole,
      blobs: {
        ...whole.blobs,
        async *read(organizationId, sha256, from) {
          if (sha256 === upload.blobSha256) throw new Error("gone");
          yield* whole.blobs.read(organizationId, sha256, from);
        },
      },
    });
    await runPacketJobs(world);
    configureRuntime(whole);
    const { sealed } = await made(id);
    expect(sealed.omissions.some((one) => one.subject.includes(`EV-${story.inside.number}`))).toBe(true);
    expect(sealed.manifest.requests.find((one) => one.id === "monitoring-description")?.status).not.toBe("met");
  }, 60_000);
});

describe("asking for a packet", () => {
  it("twice while the first is being made is asking once", async () => {
    const id = await ask();
    expect(await ask()).toBe(id);
    await runPacketJobs(world);
    expect(await ask()).not.toBe(id);
    await runPacketJobs(world);
  }, 60_000);

  it.each([
    ["days turned around", { firstDay: "2026-10-31", lastDay: "2026-10-01" }, "packet_period"],
    ["a period to come", { firstDay: "2027-10-01", lastDay: "2027-10-31" }, "packet_period"],
    ["more than three years", { firstDay: "2020-01-01", lastDay: "2026-10-01" }, "packet_period"],
    ["no days", {}, "period_missing"],
  ])("for %s is refused", async (_name, days, reason) => {
    await expect(requestPacket(manager(), { controlId: story.controlId, timeZone: "UTC", ...days })).rejects.toMatchObject({ code: "validation", reason });
  });

  it("for an engagement stays within its period and its controls", async () => {
    const { engagementId, controlId, otherControlId } = story;
    await expect(requestPacket(manager(), { controlId, engagementId, firstDay: "2026-09-30", lastDay: "2026-10-10" })).rejects.toMatchObject({ reason: "period_outside_engagement" });
    await expect(requestPacket(manager(), { controlId: otherControlId, engagementId })).rejects.toMatchObject({ reason: "control_outside_engagement" });
  });

  it("with another tenant's control or engagement finds nothing", async () => {
    const other = await testWorld();
    await expect(requestPacket(other.as("admin"), { controlId: story.controlId, timeZone: "UTC", ...october })).rejects.toMatchObject({ code: "not_found" });
    await expect(readPacket(other.as("admin"), { packetId: await firstPacket() })).rejects.toMatchObject({ code: "not_found" });
    await other.close();
  });
});

it("what is read for a packet is one view of the database, and the same text each time", async () => {
  const text = async (): Promise<string> => {
    const parts: Uint8Array[] = [];
    for await (const part of writeSnapshot(await collectPacketContent(world.asSystem(), { packetId: await firstPacket() }))) parts.push(part);
    return Buffer.concat(parts).toString();
  };
  expect(await text()).toBe(await text());
});
