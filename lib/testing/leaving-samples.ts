import { randomBytes } from "node:crypto";
import { expireExport, forgetExportFiles } from "#lib/leaving/end-export.ts";
import type { ExportStatus } from "#lib/leaving/export-steps.ts";
import { failExport } from "#lib/leaving/fail-export.ts";
import { cancelDeletion, listExports, placeLegalHold, readDeletionDay, readLeaving, recordExportDownload, releaseLegalHold, removeExport, requestDeletion, requestExport } from "#lib/leaving/index.ts";
import { keepExportContent } from "#lib/leaving/keep-export-content.ts";
import { prepareDeletionMails } from "#lib/leaving/mail-deletion.job.ts";
import { prepareExportMail } from "#lib/leaving/mail-export.job.ts";
import { readExportFacts, readHeldFiles } from "#lib/leaving/make-export.job.ts";
import { noteExportProgress } from "#lib/leaving/note-export-progress.ts";
import { sealExportRecord } from "#lib/leaving/seal-export-record.ts";
import { ON_EVERYTHING } from "#lib/holds/client.ts";
import { newId } from "#lib/platform/ids.ts";
import { freshProof } from "./fresh-proof.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const nothing = () => ({});
const someHash = (): string => randomBytes(32).toString("hex");
const someFile = () => ({ sha256: someHash(), bytes: 10, crc32: 7, rows: 1 });

/** An export at one stage of its life. An organization has one unfinished at a time, so an earlier one has failed by then. */
async function exportIn(world: FurnishedWorld, status: ExportStatus): Promise<string> {
  const { organizationId, clock } = world;
  const now = clock.now();
  const id = newId("exp", now.getTime());
  const ready = { fileName: "export.zip", archiveSha256: someHash(), byteLength: 10n, tagManifestSha256: someHash(), tables: 1, rows: 1n, files: 0, unreadableFiles: 0, readyAt: now, expiresAt: new Date(now.getTime() + 86_400_000) };
  await world.inTenant(async (tx) => {
    await tx.organizationExport.updateMany({ where: { status: { not: "failed" } }, data: { status: "failed" } });
    await tx.organizationExport.create({ data: { organizationId, id, status, requestedBy: world.members.admin.memberId, requestedByName: "Ada Admin", requestedAt: now, updatedAt: now, ...(status === "ready" ? ready : {}) } });
  });
  return id;
}

const reason = "Litigation with a former supplier.";

/** A hold that somebody else has placed. */
async function standingHold(world: FurnishedWorld): Promise<string> {
  const { organizationId, clock } = world;
  const id = newId("hold", clock.now().getTime());
  await world.inTenant((tx) => tx.legalHold.create({ data: { organizationId, id, reason, placedBy: world.members.compliance_manager.memberId, placedByName: "Cleo Compliance", placedAt: clock.now(), ...ON_EVERYTHING } }));
  return id;
}

async function pendingDeletion(world: FurnishedWorld): Promise<string> {
  const { organizationId, clock } = world;
  const now = clock.now();
  const id = newId("del", now.getTime());
  await nothingPending(world);
  await world.inTenant((tx) => tx.deletionRequest.create({ data: { organizationId, id, status: "pending", requestedBy: world.members.admin.memberId, requestedByName: "Ada Admin", requestedAt: now, dueAt: new Date(now.getTime() + 86_400_000) } }));
  return id;
}

/** No deletion is pending and no hold stands, so that people can change something again. */
async function nothingPending(world: FurnishedWorld): Promise<void> {
  const { organizationId, clock } = world;
  await world.inTenant(async (tx) => {
    await tx.deletionRequest.updateMany({ where: { status: "pending" }, data: { status: "cancelled" } });
    for (const { id: holdId } of await tx.legalHold.findMany({ where: { release: { is: null } } })) {
      await tx.legalHoldRelease.create({ data: { organizationId, holdId, reason, releasedBy: "system:test", releasedByName: "test", releasedAt: clock.now() } });
    }
  });
}

const undone = { after: nothingPending };

export const OF_LEAVING: readonly VerbSample[] = [
  sample(requestExport)("admin", async (world) => {
    await exportIn(world, "failed");
    return freshProof(world);
  }),
  sample(listExports)("admin", nothing),
  sample(recordExportDownload)("admin", async (world) => ({ exportId: await exportIn(world, "ready") })),
  sample(removeExport)("admin", async (world) => ({ exportId: await exportIn(world, "ready") })),
  sample(noteExportProgress)("system", async (world) => ({ exportId: await exportIn(world, "queued"), step: "read", progress: 0.5 }), {
    quiet: { why: "Progress is shown, and is no act.", tables: ["organization_export"] },
  }),
  sample(keepExportContent)("system", async (world) => ({
    exportId: await exportIn(world, "running"), content: { asOf: "2026-10-20T09:00:00.000Z", tables: [{ table: "control", ...someFile() }], files: someFile() },
  })),
  sample(sealExportRecord)("system", async (world) => ({
    exportId: await exportIn(world, "running"), archive: { sha256: someHash(), byteLength: 1000 }, fileName: "export.zip", tagManifestSha256: someHash(), tables: 1, rows: 1, files: 1, unreadableFiles: 0, heldFiles: 0,
  })),
  sample(failExport)("system", async (world) => ({ exportId: await exportIn(world, "running"), reason: "The blob store did not answer." })),
  sample(prepareExportMail)("system", async (world) => ({ exportId: await exportIn(world, "ready") })),
  sample(readExportFacts)("system", nothing),
  sample(readHeldFiles)("system", (world) => ({ asOf: world.clock.now().toISOString() })),
  sample(expireExport)("system", async (world) => ({ exportId: await exportIn(world, "ready") })),
  sample(forgetExportFiles)("system", async (world) => ({ exportId: await exportIn(world, "expired") }), {
    quiet: { why: "Only says when the dispatcher comes again.", tables: ["due_work"] },
  }),
  sample(placeLegalHold)("admin", () => ({ reason }), undone),
  sample(releaseLegalHold)("admin", async (world) => ({ holdId: await standingHold(world), reason: "Settled." }), undone),
  sample(requestDeletion)("admin", async (world) => {
    await nothingPending(world);
    const { name } = await world.inTenant((tx) => tx.organization.findUniqueOrThrow({ where: { id: world.organizationId } }));
    return { name, ...(await freshProof(world)) };
  }, undone),
  sample(cancelDeletion)("admin", async (world) => ({ deletionId: await pendingDeletion(world) }), undone),
  sample(prepareDeletionMails)("system", async (world) => ({ deletionId: await pendingDeletion(world), change: "asked" }), undone),
  sample(readLeaving)("compliance_manager", nothing),
  sample(readDeletionDay)("employee", nothing),
];
