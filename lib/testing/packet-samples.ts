import { collectPacketContent } from "#lib/packets/collect-packet-content.ts";
import { failPacket } from "#lib/packets/fail-packet.ts";
import { keepPacketContent } from "#lib/packets/keep-packet-content.ts";
import { listUnsentDeliveries } from "#lib/packets/list-unsent-deliveries.ts";
import { notePacketProgress } from "#lib/packets/note-packet-progress.ts";
import { recordDeliveryDownload } from "#lib/packets/open-delivery.ts";
import { readManifest, readOmissions } from "#lib/packets/packet-record.ts";
import { prepareDelivery } from "#lib/packets/prepare-delivery.ts";
import { readDeliveryRecord } from "#lib/packets/read-delivery.ts";
import { recordSending } from "#lib/packets/record-sending.ts";
import { sealPacketRecord } from "#lib/packets/seal-packet-record.ts";
import {
  listPackets, listSchedules, changeSchedule, pauseSchedule, readPacket, readPacketProgress, recordDownload, requestPacket, resolvePeople, resumeSchedule, runDueSchedule, schedulePacket, sendPacket,
} from "#lib/packets/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, someHash, type VerbSample } from "./verb-sample.ts";

const recipient = (world: FurnishedWorld) => ({ name: "New Recipient", email: `recipient-${world.next()}@calder.example` });

const sealed = async (world: FurnishedWorld) => {
  const packetId = await world.freshPacket();
  const { organizationId } = world;
  const made = await world.inTenant((tx) => tx.packetState.findUniqueOrThrow({ where: { organizationId_packetId: { organizationId, packetId: world.packet.inside } } }));
  return { packetId, zip: { sha256: someHash(), byteLength: 1000 }, report: { sha256: someHash(), byteLength: 500 }, manifest: readManifest(made.manifest), omissions: readOmissions(made.omissions) };
};

const dueSchedule = async (world: FurnishedWorld) => {
  const scheduleId = await world.freshSchedule();
  const where = { organizationId_id: { organizationId: world.organizationId, id: scheduleId } };
  await world.inTenant((tx) => tx.packetSchedule.update({ where, data: { nextRunAt: new Date("2026-10-01T05:00:00Z") } }));
  return { scheduleId };
};

export const OF_PACKETS: readonly VerbSample[] = [
  sample(collectPacketContent)("system", (world) => ({ packetId: world.packet.inside })),
  sample(resolvePeople)("compliance_manager", async (world) => {
    const { id } = await requestPacket(world.as("compliance_manager"), { controlId: world.control.inside, firstDay: "2026-10-01", lastDay: "2026-10-02", timeZone: "Europe/Berlin", people: "pseudonyms" });
    return { packetId: id };
  }),
  sample(failPacket)("system", async (world) => ({ packetId: await world.freshPacket(), reason: "The blob store did not answer." })),
  sample(keepPacketContent)("system", async (world) => ({ packetId: await world.freshPacket(), sha256: someHash(), byteLength: 1000 })),
  sample(listPackets)("compliance_manager", (world) => ({ controlId: world.control.inside })),
  sample(listSchedules)("compliance_manager", nothing),
  sample(listUnsentDeliveries)("system", (world) => ({ packetId: world.packet.inside })),
  sample(notePacketProgress)("system", async (world) => ({ packetId: await world.freshPacket(), step: "collect", progress: 0.5 }), {
    quiet: { why: "Progress is shown, and is no act.", tables: ["packet_state"] },
  }),
  sample(recordDeliveryDownload)("system", async (world) => ({ deliveryId: await world.freshDelivery() })),
  sample(changeSchedule)("compliance_manager", async (world) => ({ scheduleId: await world.freshSchedule(), frequency: "weekly", timeZone: "Europe/Berlin", hour: 5, recipients: [{ name: "Ruth Adeyemi", email: "ruth@calder.example" }] })),
  sample(pauseSchedule)("compliance_manager", async (world) => ({ scheduleId: await world.freshSchedule() })),
  sample(prepareDelivery)("system", async (world) => ({ deliveryId: await world.freshDelivery() })),
  sample(readDeliveryRecord)("system", async (world) => ({ deliveryId: await world.freshDelivery() })),
  sample(readPacketProgress)("compliance_manager", (world) => ({ packetId: world.packet.inside })),
  sample(readPacket)("compliance_manager", (world) => ({ packetId: world.packet.inside })),
  sample(recordDownload)("compliance_manager", (world) => ({ packetId: world.packet.inside, part: "zip" })),
  sample(recordSending)("system", async (world) => ({ deliveryId: await world.freshDelivery() })),
  sample(requestPacket)("compliance_manager", (world) => ({ controlId: world.control.inside, engagementId: world.engagement.inside, firstDay: "2026-10-02", lastDay: `2026-12-${String((world.next() % 28) + 1).padStart(2, "0")}` })),
  sample(resumeSchedule)("compliance_manager", async (world) => {
    const scheduleId = await world.freshSchedule();
    await pauseSchedule(world.as("compliance_manager"), { scheduleId });
    return { scheduleId };
  }),
  sample(runDueSchedule)("system", dueSchedule),
  sample(schedulePacket)("compliance_manager", (world) => ({
    controlId: world.control.inside, engagementId: world.engagement.inside, frequency: "weekly", timeZone: "Europe/Berlin", hour: 7, recipients: [recipient(world)],
  })),
  sample(sealPacketRecord)("system", sealed),
  sample(sendPacket)("compliance_manager", (world) => ({ packetId: world.packet.inside, recipients: [recipient(world)] })),
];
