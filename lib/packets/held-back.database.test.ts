import { afterAll, beforeAll, expect, it } from "vitest";
import { readEvidence } from "#lib/evidence/index.ts";
import { askInspection, inspectFileJob, releaseFile } from "#lib/inspection/index.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { runPacketJobs, tellPacketStory, type PacketStory } from "#lib/testing/packet-story.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { readPacket, requestPacket, verifyStoredPacket } from "./index.ts";
import { readZip } from "./read-zip.fixtures.ts";

let world: World;
let story: PacketStory;
beforeAll(async () => {
  world = await testWorld({ name: "Fernhall Systems", timeZone: "Europe/Berlin" });
  story = await tellPacketStory(world);
}, 120_000);
afterAll(() => world.close());

async function packed() {
  const { id } = await requestPacket(world.as("compliance_manager"), { controlId: story.controlId, engagementId: story.engagementId, firstDay: "2026-10-01", lastDay: "2026-10-31" });
  await runPacketJobs(world);
  const { sealed } = await readPacket(world.as("compliance_manager"), { packetId: id });
  if (sealed === null) throw new Error("the packet was not sealed");
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sealed.zipSha256)) parts.push(Buffer.from(part));
  const zip = Buffer.concat(parts);
  const verified = await verifyStoredPacket((from) => world.runtime.blobs.read(world.organizationId, sealed.zipSha256, from), zip.length);
  const files = (await readZip(zip)).map(({ path, bytes }) => ({ path: path.slice(path.indexOf("/") + 1), text: bytes.toString("latin1") }));
  return { sealed, verified, files, request: sealed.manifest.requests.find((one) => one.id === "monitoring-description") };
}

it("a file in which the scanner found something is named in a packet with its reason and is not in it, until somebody released it", async () => {
  const before = await packed();
  expect([before.request?.status, before.sealed.manifest.evidenceIds.includes(story.inside.id)]).toEqual(["met", true]);
  const { blobSha256 } = await readEvidence(world.as("compliance_manager"), { reference: story.inside.id });
  const sha256 = blobSha256!;
  world.clock.advance(60_000);
  await askInspection(world.as("compliance_manager"), { sha256 });
  const whole = runtime();
  configureRuntime({ ...whole, scanner: { scan: () => Promise.resolve({ verdict: "infected", scanner: "ClamAV", version: "ClamAV 1.4.1", signature: "Eicar-Test-Signature" }) } });
  await world.runJobs([inspectFileJob]);
  configureRuntime(whole);
  world.clock.advance(60_000);

  const held = await packed();
  expect(held.verified).toMatchObject({ outcome: "intact", requests: before.verified.outcome === "intact" ? before.verified.requests : 0 });
  expect(held.request).toMatchObject({ status: "not_yet_known", files: 0, omissions: 1 });
  const omission = held.sealed.omissions.find(({ id }) => id === `held-back-EV-${story.inside.number}-monitoring-description`);
  expect(omission).toMatchObject({ requestNumber: held.request?.number, cause: "fail", subject: `Evidence EV-${story.inside.number}, Description of the monitoring, version 4` });
  expect(omission?.reason).toContain("ClamAV found Eicar-Test-Signature in it on 2026-10-20");
  expect(omission?.reason).toContain(sha256);
  expect(held.sealed.manifest.evidenceIds).not.toContain(story.inside.id);
  expect(held.files.some(({ path }) => path.includes(`EV-${story.inside.number}/`))).toBe(false);
  expect(held.files.some(({ text }) => text.includes("Description of the monitoring, version 4\n"))).toBe(false);
  // What was counted is as it was: only this file is missing.
  expect(held.sealed.manifest.populations).toEqual(before.sealed.manifest.populations);
  expect(held.sealed.manifest.completeness).toMatch(/partial/);

  await releaseFile(world.as("security_analyst"), { sha256, reason: "It is what the incident was about." });
  world.clock.advance(60_000);
  const after = await packed();
  expect([after.request?.status, after.sealed.manifest.evidenceIds.includes(story.inside.id)]).toEqual(["met", true]);
}, 120_000);
