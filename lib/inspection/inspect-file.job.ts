import { z } from "zod";
import { defineJob } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { ScanResult } from "#lib/platform/virus-scanner/virus-scanner.ts";
import { readWatched } from "#lib/stored-files/index.ts";
import { inspectFile, INSPECTION_VERSION } from "./inspect-file.ts";
import { inspectFileKind } from "./inspect-file.kind.ts";
import { measureFile, recordInspection } from "./record-inspection.ts";

/**
 * Looks into a file that was sent and asks the virus scanner about it. What cannot be read because it is missing or was altered
 * where it lies fails the job: nothing is said of bytes that are not the ones that were sent.
 */
export const inspectFileJob = defineJob({
  kind: inspectFileKind.kind,
  actor: "system",
  payload: z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/) }),
  async run(context, { sha256 }, progress) {
    const byteLength = await measureFile(context, { sha256 });
    const { scanner } = runtime();
    const readFrom = (from: number) => readWatched(context, sha256, from);
    await progress("inspect", 0);
    const { mediaType, findings } = await inspectFile({ byteLength, readFrom });
    await progress("scan", 0.5);
    const scan = await scanner.scan(readFrom(0), byteLength);
    await recordInspection(context, { sha256, mediaType, findings: findings.map(({ kind, detail }) => ({ kind, detail: detail.slice(0, 4_000) })), version: INSPECTION_VERSION, ...scanFields(scan) });
  },
});

function scanFields(scan: ScanResult): { scanVerdict: ScanResult["verdict"]; scanner: string | null; scannerVersion: string | null; scanDetail: string | null } {
  const scanDetail = "reason" in scan ? scan.reason : scan.signature;
  return { scanVerdict: scan.verdict, scanner: scan.scanner, scannerVersion: scan.version?.slice(0, 100) ?? null, scanDetail: scanDetail?.slice(0, 500) ?? null };
}
