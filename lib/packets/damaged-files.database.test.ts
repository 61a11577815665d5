import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { readEvidence } from "#lib/evidence/index.ts";
import { damagedFiles } from "#lib/stored-files/index.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { runPacketJobs, tellPacketStory, type PacketStory } from "#lib/testing/packet-story.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { readPacket, requestPacket, verifyStoredPacket } from "./index.ts";

// A packet that is made while a file is missing or altered names it with the reason and is told as partial.

vi.setConfig({ testTimeout: 120_000 });
let world: World;
let story: PacketStory;
beforeAll(async () => {
  world = await testWorld({ name: "Fernhall Systems", timeZone: "Europe/Berlin" });
  story = await tellPacketStory(world);
}, 120_000);
afterAll(() => world.close());

async function packed(people: "named" | "pseudonyms") {
  world.clock.advance(60_000);
  const { id } = await requestPacket(world.as("compliance_manager"), { controlId: story.controlId, engagementId: story.engagementId, firstDay: "2026-10-01", lastDay: "2026-10-31", people });
  await runPacketJobs(world);
  const { sealed } = await readPacket(world.as("compliance_manager"), { packetId: id });
  if (sealed === null) throw new Error("the packet was not sealed");
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sealed.zipSha256)) parts.push(Buffer.from(part));
  const verified = await verifyStoredPacket((from) => world.runtime.blobs.read(world.organizationId, sealed.zipSha256, from), Buffer.concat(parts).length);
  return { sealed, verified, request: sealed.manifest.requests.find((one) => one.id === "monitoring-description") };
}

it.each([["removed", "missing", "was missing where it is stored"], ["one bit", "altered", "was altered where it is stored"]] as const)("names a file that was %s, in a packet with names and in one with pseudonyms, and has it looked at", async (mishap, found, words) => {
  const { blobSha256 } = await readEvidence(world.as("compliance_manager"), { reference: story.inside.id });
  const sha256 = blobSha256!;
  const whole = await packed("named");
  expect([whole.request?.status, whole.sealed.manifest.evidenceIds.includes(story.inside.id)]).toEqual(["met", true]);
  const { mend } = await damageBlob(world, sha256, mishap);
  for (const people of ["named", "pseudonyms"] as const) {
    const { sealed, verified, request } = await packed(people);
    expect(verified).toMatchObject({ outcome: "intact" });
    const omission = sealed.omissions.find(({ id }) => id === `unread-EV-${story.inside.number}-monitoring-description`);
    expect(omission).toMatchObject({ requestNumber: request?.number, cause: "fail", subject: expect.stringContaining(`EV-${story.inside.number}`) as unknown });
    expect(omission?.reason).toContain(words);
    expect(omission?.reason).toContain(sha256);
    expect(request).toMatchObject({ status: "not_yet_known", files: 0, omissions: 1 });
    expect(sealed.manifest.evidenceIds).not.toContain(story.inside.id);
    expect(sealed.manifest.completeness).toMatch(/partial/);
    expect(sealed.manifest.requests).toHaveLength(whole.sealed.manifest.requests.length);
  }
  // Who made the packet met it before the daily look did.
  const standing = () => world.inTenant((tx) => damagedFiles(tx, world.organizationId, [sha256]));
  expect((await standing()).get(sha256)?.found).toBe(found);
  await mend();
  const after = await packed("named");
  expect([after.request?.status, after.sealed.manifest.evidenceIds.includes(story.inside.id)]).toEqual(["met", true]);
});
