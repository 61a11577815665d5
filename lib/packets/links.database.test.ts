import { afterAll, beforeAll, expect, it } from "vitest";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { runPacketJobs, tellPacketStory, type PacketStory } from "#lib/testing/packet-story.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { readPacket, requestPacket, verifyStoredPacket } from "./index.ts";
import { readZip } from "./read-zip.fixtures.ts";

const ADDRESS = "https://wiki.example.com/Monitoring?version=4";

let world: World;
let story: PacketStory;
beforeAll(async () => {
  world = await testWorld({ name: "Fernhall Systems", timeZone: "Europe/Berlin" });
  story = await tellPacketStory(world);
}, 120_000);
afterAll(() => world.close());

it("a link goes into a packet as its address, proven by its hash; that what it shows is not there is said for its request", async () => {
  const request = await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { controlId: story.controlId, key: "monitoring-description" }, select: { id: true } }));
  const { id, number } = await submitEvidence(world.as("control_owner"), { source: { kind: "link", address: ADDRESS }, title: "Monitoring, in the wiki", period: { firstDay: "2026-10-05" }, requestIds: [request.id] });
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "accepted", reason: "Read it there." });
  world.clock.advance(60_000);
  const packet = await requestPacket(world.as("compliance_manager"), { controlId: story.controlId, engagementId: story.engagementId, firstDay: "2026-10-01", lastDay: "2026-10-31" });
  await runPacketJobs(world);
  const { sealed } = await readPacket(world.as("compliance_manager"), { packetId: packet.id });
  if (sealed === null) throw new Error("the packet was not sealed");
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sealed.zipSha256)) parts.push(Buffer.from(part));
  const zip = Buffer.concat(parts);
  expect(await verifyStoredPacket((from) => world.runtime.blobs.read(world.organizationId, sealed.zipSha256, from), zip.length)).toMatchObject({ outcome: "intact" });
  const carried = (await readZip(zip)).find(({ path }) => path.endsWith(`EV-${number}/link.txt`));
  expect(carried?.bytes.toString()).toBe(ADDRESS);
  expect(sha256Hex(carried?.bytes ?? "")).toBe(sha256Hex(ADDRESS));
  expect(sealed.omissions.find((one) => one.id === `behind-link-EV-${number}-monitoring-description`)).toMatchObject({ cause: "partial", subject: `Evidence EV-${number}, Monitoring, in the wiki`, reason: expect.stringContaining("its address") as string });
}, 120_000);
