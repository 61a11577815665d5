import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { ScanResult } from "#lib/platform/virus-scanner/virus-scanner.ts";
import { inspectFile, INSPECTION_VERSION } from "./inspect-file.ts";
import { recordInspection } from "./record-inspection.ts";
import type { ReadFrom } from "#lib/platform/stored-reader.ts";

/** A file that is looked into; `inside`: the stored file that it is a part of, null when it is stored by itself. */
export type FileToLookInto = { sha256: string; inside: string | null; byteLength: number; readFrom: ReadFrom };

/**
 * Looks into a file, asks the virus scanner about it, and records both. Whatever is sent to us goes this way, by whichever door.
 *
 * @throws what reading the bytes fails with: nothing is said of bytes that are not the ones that were sent
 */
export async function lookInto(context: Context, { sha256, inside, byteLength, readFrom }: FileToLookInto, progress: (phase: string, share: number) => Promise<void>): Promise<void> {
  await progress("inspect", 0);
  const { mediaType, findings } = await inspectFile({ byteLength, readFrom });
  await progress("scan", 0.5);
  const scan = await runtime().scanner.scan(readFrom(0), byteLength);
  await recordInspection(context, { sha256, inside, mediaType, findings: findings.map(({ kind, detail }) => ({ kind, detail: detail.slice(0, 4_000) })), version: INSPECTION_VERSION, ...scanFields(scan) });
}

function scanFields(scan: ScanResult): { scanVerdict: ScanResult["verdict"]; scanner: string | null; scannerVersion: string | null; scanDetail: string | null } {
  const scanDetail = "reason" in scan ? scan.reason : scan.signature;
  return { scanVerdict: scan.verdict, scanner: scan.scanner, scannerVersion: scan.version?.slice(0, 100) ?? null, scanDetail: scanDetail?.slice(0, 500) ?? null };
}
