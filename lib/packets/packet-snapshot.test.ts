import { describe, expect, it } from "vitest";
import type { PacketAlert, PacketFinding, PacketIncident } from "./packet-content.ts";
import { sampleAlerts, samplePacket } from "./packet.fixtures.ts";
import { readSnapshot, writeSnapshot, type PacketSnapshot, type SourceBytes } from "./packet-snapshot.ts";
import { sealPacket } from "./seal-packet.ts";

const sample = samplePacket();
const ODD = "line\u2028separator, \"quotes\", a date of text 2026-01-01T00:00:00.000Z\nand a break";

function snapshot(): PacketSnapshot {
  const { evidence, segments, alerts, incidents, findings, ...rest } = sample;
  return {
    head: {
      ...rest, version: 2, alertsIpe: alerts.ipe, incidentsIpe: incidents.ipe, findingsIpe: findings.ipe, evidenceIds: ["evi_1"],
      evidence: evidence.map(({ open: _, ...item }) => ({ ...item, bytes: { blob: item.id } })),
      segments: segments.map(({ open: _, ...item }) => ({ ...item, bytes: { blob: item.id } })),
    },
    alerts: [...sampleAlerts(250)].map((row, index) => (index === 7 ? { ...row, note: ODD } : row)),
    incidents: [...(sample.incidents.rows() as Iterable<PacketIncident>)],
    findings: [...(sample.findings.rows() as Iterable<PacketFinding>)],
  };
}

async function written(one: PacketSnapshot): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeSnapshot(one)) parts.push(part);
  return Buffer.concat(parts);
}

/** Bytes in chunks that cut lines, and letters, apart. */
const chunks = (bytes: Buffer, size: number) => async function* () {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const openSource = (bytes: SourceBytes) => {
  const found = [...sample.evidence, ...sample.segments].find((one) => "blob" in bytes && one.id === bytes.blob);
  return found!.open;
};

describe("a snapshot", () => {
  it("gives back every row and instant, whatever the chunking", async () => {
    const before = snapshot();
    const bytes = await written(before);
    for (const size of [1013, 65_536, bytes.length]) {
      const { content, evidenceIds } = await readSnapshot(chunks(bytes, size), openSource);
      const alerts: PacketAlert[] = [];
      for await (const row of content.alerts.rows()) alerts.push(row);
      const incidents: PacketIncident[] = [];
      for await (const row of content.incidents.rows()) incidents.push(row);
      expect(alerts).toEqual(before.alerts);
      expect(incidents).toEqual(before.incidents);
      const findings: PacketFinding[] = [];
      for await (const row of content.findings.rows()) findings.push(row);
      expect(findings).toEqual(before.findings);
      expect(evidenceIds).toEqual(["evi_1"]);
      expect(content.coverage).toEqual(sample.coverage);
      expect(content.madeAt).toEqual(sample.madeAt);
    }
  });

  it("is the same bytes for the same content", async () => {
    expect((await written(snapshot())).equals(await written(snapshot()))).toBe(true);
  });

  it("makes the packet that its content makes", async () => {
    const one = snapshot();
    one.alerts = [...sampleAlerts(250)];
    const { content } = await readSnapshot(chunks(await written(one), 4096), openSource);
    expect((await sealPacket(content)).tagManifestSha256).toBe((await sealPacket(sample)).tagManifestSha256);
  }, 60_000);

  it("refuses to be read when it was cut off", async () => {
    const bytes = await written(snapshot());
    const { content } = await readSnapshot(chunks(bytes.subarray(0, bytes.length - 20), 4096), openSource);
    const all = async (): Promise<void> => {
      for await (const _ of content.incidents.rows()) continue;
      for await (const _ of content.findings.rows()) continue;
    };
    await expect(all()).rejects.toThrow("within a line");
  });
});
