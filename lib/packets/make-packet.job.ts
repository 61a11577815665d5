import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { documentSigner, signWaiting } from "#lib/ledger/index.ts";
import type { CmsSigner } from "#lib/platform/cms/sign-cms.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { defineJob, type Progress } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import { lookAtFile } from "#lib/stored-files/index.ts";
import { collectPacketContent } from "./collect-packet-content.ts";
import { failPacket } from "./fail-packet.ts";
import { keepPacketContent } from "./keep-packet-content.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { makePacketKind } from "./make-packet.kind.ts";
import { openProgress, type StepReporter } from "./make-packet.progress.ts";
import { notePacketProgress } from "./note-packet-progress.ts";
import type { OpenBytes, PacketContent } from "./packet-content.ts";
import { PacketError } from "./packet-error.ts";
import type { PacketManifest, StoredOmission } from "./packet-record.ts";
import { readSnapshot, writeSnapshot, type SourceBytes } from "./packet-snapshot.ts";
import { sealPacketRecord } from "./seal-packet-record.ts";
import { sealPacket, type SealedPacket } from "./seal-packet.ts";
import type { LedgerFacts } from "./verify/ledger-rules.ts";
import { withholdNamedFiles } from "./withhold-named-files.ts";
import { verifyStoredPacket } from "./verify-packet.ts";

/**
 * Makes a packet: has the ledger signed as it stands, collects what was known at its instant and keeps that, then reads the
 * sources, writes the report, seals the files into the blob store, verifies what was stored, and records it. Cut off anywhere, the
 * next run begins with what was kept and arrives at the same bytes; a sealed packet is left alone.
 */
export const makePacketJob = defineJob({
  kind: makePacketKind.kind,
  actor: "system",
  payload: z.strictObject({ packetId: idInput }),
  async run(context, { packetId }, progress) {
    const kept = await notePacketProgress(context, { packetId, step: "collect", progress: 0 });
    if (kept.sealed) return;
    const contentSha256 = kept.contentSha256 ?? (await collect(context, packetId, kept.asOf));
    await make(context, packetId, contentSha256, progress);
  },
  onFailed: (context, { packetId }, reason) => failPacket(context, { packetId, reason }),
});

async function collect(context: Context, packetId: string, asOf: Date): Promise<string> {
  // So that all that the packet carries is proven by it; where that cannot be now, the packet says what is not committed yet.
  await signWaiting(context, { by: asOf, aside: packetId });
  const snapshot = await collectPacketContent(context, { packetId });
  const stored = await runtime().blobs.write(context.organizationId, writeSnapshot(snapshot), { maxBytes: PACKET_LIMITS.snapshotBytes });
  return (await keepPacketContent(context, { packetId, ...stored })).contentSha256;
}

async function make(context: Context, packetId: string, contentSha256: string, progress: Progress): Promise<void> {
  const { blobs } = runtime();
  const { organizationId } = context;
  const open = (sha256: string): OpenBytes => () => blobs.read(organizationId, sha256);
  const { content: whole, evidenceIds, evidenceRows } = await readSnapshot(open(contentSha256), (bytes) => openSource(bytes, open));
  const content = await withholdNamedFiles(whole);
  const steps = openProgress(context, packetId, progress);
  const sealed = await layOut(content, await documentSigner(context), steps);
  await lookAtUnread(context, content, sealed);
  for (const failure of sealed.failures) log.warn("packet.source_unread", { packet: packetId, source: failure.id, ...errorFields(failure.error) });
  const zip = await blobs.write(organizationId, steps.counted("seal", sealed.zip(), sealed.byteLength), { maxBytes: PACKET_LIMITS.packetBytes, byteLength: sealed.byteLength });
  const report = await blobs.write(organizationId, sealed.report.open(), { maxBytes: sealed.report.bytes, sha256: sealed.report.sha256 });
  await steps.begin("verify");
  const verification = await verify(context, zip, sealed, steps);
  const manifest = manifestOf(sealed, evidenceRows === undefined ? evidenceIds : carriedRows(content, sealed, evidenceRows), verification);
  await sealPacketRecord(context, { packetId, zip, report, manifest, omissions: omissionsOf(sealed) });
}

/** What could not be read for the packet is looked at where it is stored at once, and not with the next daily look. */
async function lookAtUnread(context: Context, content: PacketContent, { failures }: SealedPacket): Promise<void> {
  const sources = new Map([...content.evidence, ...content.segments].map(({ id, sha256 }) => [id, sha256.toLowerCase()]));
  for (const { id } of failures) {
    const sha256 = sources.get(id);
    if (sha256 !== undefined) await lookAtFile(context, sha256);
  }
}

/** Rows of the evidence that the packet carries: what was withheld, or could not be read, is none of it. */
function carriedRows(content: PacketContent, { failures }: SealedPacket, rows: Readonly<Record<string, string>>): string[] {
  const unread = new Set(failures.map(({ id }) => id));
  return content.evidence.flatMap(({ id }) => (unread.has(id) ? [] : (rows[id] ?? [])));
}

function openSource(bytes: SourceBytes, open: (sha256: string) => OpenBytes): OpenBytes {
  if ("blob" in bytes) return open(bytes.blob);
  const text = Buffer.from(bytes.text, "utf8");
  return async function* () {
    yield text;
  };
}

/** Lays the packet out; its sources are read through once here. */
async function layOut(content: PacketContent, signer: CmsSigner, steps: StepReporter): Promise<SealedPacket> {
  try {
    return await sealPacket(await steps.watched(content), signer);
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    const code = error.reason === "too_large" ? "precondition_failed" : "internal";
    throw new AppError(code, `packet_${error.reason}`, `The packet could not be laid out: ${error.message}.`);
  }
}

/** Our own verifier over the bytes that are stored, not over those that were meant. @throws AppError internal when they are not whole */
async function verify(context: Context, zip: { sha256: string; byteLength: number }, sealed: SealedPacket, steps: StepReporter): Promise<PacketManifest["verification"]> {
  const read = (from: number) => steps.counted("verify", runtime().blobs.read(context.organizationId, zip.sha256, from), zip.byteLength);
  const found = await verifyStoredPacket(read, zip.byteLength);
  if (found.outcome !== "intact" || found.tagManifestSha256 !== sealed.tagManifestSha256) {
    throw new AppError("internal", "packet_not_intact", "What was stored is not the packet that was made; it was not sealed.");
  }
  return { checkedAt: context.clock.now().toISOString(), outcome: found.outcome, files: found.files, software: SOFTWARE, signer: found.signer, ledger: ledgerShown(found.ledger) };
}

function ledgerShown(ledger: LedgerFacts | null): PacketManifest["verification"]["ledger"] {
  return ledger && { entries: ledger.checkpoint?.size ?? null, stamped: ledger.checkpoint?.stamped ?? null, proven: ledger.items.filter((one) => one.proven).length, items: ledger.items.length };
}

function manifestOf(sealed: SealedPacket, evidenceIds: string[], verification: PacketManifest["verification"]): PacketManifest {
  const rootName = sealed.fileName.replace(/\.zip$/u, "");
  return {
    fileName: sealed.fileName, reportFileName: `${rootName}.pdf`, rootName, files: sealed.files,
    tagManifestSha256: sealed.tagManifestSha256, filesSha256: sealed.filesSha256, completeness: sealed.completeness,
    requests: sealed.requests.map((one) => ({ id: one.id, number: one.number, title: one.title, status: one.status, because: one.because, files: one.files.length, omissions: one.omissionIds.length })),
    populations: sealed.populations, evidenceIds, verification,
  };
}

function omissionsOf(sealed: SealedPacket): StoredOmission[] {
  const numbers = new Map(sealed.requests.map((one) => [one.id, one.number]));
  return sealed.omissions.map(({ id, requestId, subject, cause, reason, from, to }) => ({
    id, requestNumber: requestId === null ? null : (numbers.get(requestId) ?? null), subject, cause, reason, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null,
  }));
}
