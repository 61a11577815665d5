import { sha256Hex } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Context } from "#lib/platform/context.ts";
import type { ScanStatus } from "#lib/logs/client.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import type { World } from "./world.ts";

// Records that evidence refers to, written straight into the tables: their own verbs need more than a test of evidence has.

/** Sends a file as the upload route does. */
export async function uploadBytes(world: World, context: Context, text: string): Promise<{ sha256: string; byteLength: number }> {
  const body = async function* () {
    yield Buffer.from(text);
  };
  const stored = await world.runtime.blobs.write(world.organizationId, body(), { maxBytes: 1_000_000 });
  return keepUpload(context, stored);
}

export async function segmentRow(world: World, options: { from: string; until: string; status?: ScanStatus; name?: string }): Promise<string> {
  const now = world.clock.now();
  const { organizationId } = world;
  const id = newId("seg", now.getTime());
  const name = options.name ?? id;
  await world.inTenant(async (tx) => {
    const source = await tx.logSource.create({ data: { organizationId, id: newId("src", now.getTime()), name, createdAt: now } });
    await tx.logSegment.create({
      data: { organizationId, id, sourceId: source.id, fileName: `${name}.log`, sha256: sha256Hex(id), byteLength: 10n, storedEncoding: "identity", referenceTime: now, receivedAt: now, receivedBy: "system:test" },
    });
    await tx.logSegmentScan.create({
      data: {
        organizationId, segmentId: id, status: options.status ?? "finished", lines: 10n, parsedLines: 9n, unparsedLines: 1n,
        firstEventAt: new Date(options.from), lastEventAt: new Date(options.until), unparsedSample: [], updatedAt: now,
      },
    });
  });
  return id;
}

export async function ruleRow(world: World, ruleKey = "many-failed-logons"): Promise<string> {
  const now = world.clock.now();
  const id = newId("rul", now.getTime());
  await world.inTenant((tx) => tx.ruleVersion.create({
    data: { organizationId: world.organizationId, id, ruleKey, sha256: sha256Hex(id), title: "Many failed log-ons", severity: "high", text: "title: x", controlCodes: ["SYS.2.07"], tags: [], recordedAt: now },
  }));
  return id;
}

export async function alertRow(world: World, at: string, number: number): Promise<string> {
  const id = newId("alr", world.clock.now().getTime());
  const instant = new Date(at);
  const { organizationId } = world;
  await world.inTenant((tx) => tx.alert.create({
    data: {
      organizationId, id, number, origin: "rule", ruleVersionId: "rul_x", segmentId: "seg_x", dedupeKey: id, title: "Many failed log-ons", severity: "high",
      groupKey: "g", entity: "host-1", firstEventAt: instant, raisedAt: instant, acknowledgeBy: instant,
      state: { create: { status: "open", severity: "high", acknowledgeBy: instant, lastEventAt: instant, eventCount: 5, lines: [], explanation: {}, updatedAt: instant } },
    },
  }));
  return id;
}

export async function incidentRow(world: World, at: string, number: number, closedAt: string | null): Promise<string> {
  const id = newId("inc", world.clock.now().getTime());
  const instant = new Date(at);
  const { organizationId } = world;
  await world.inTenant((tx) => tx.incident.create({
    data: {
      organizationId, id, number, title: "Log-on from a new country", declaredAt: instant, declaredBy: "mem_x", firstEventAt: instant, alertedAt: instant,
      state: { create: { status: closedAt === null ? "open" : "closed", severity: "high", closedAt: closedAt === null ? null : new Date(closedAt), updatedAt: instant } },
    },
  }));
  return id;
}
