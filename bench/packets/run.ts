import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesSource, sampleAlerts, samplePacket } from "#lib/packets/packet.fixtures.ts";
import { sealPacket } from "#lib/packets/seal-packet.ts";
import { verifyPacket } from "#lib/packets/verify-packet.ts";
import { writePacketFile } from "#lib/packets/write-packet-file.ts";
import { sampleLedger } from "./sample-ledger.ts";

/*
 * How long does a packet take, and does its memory grow with what is in it?
 *   npx node bench/packets/run.ts segment [megabytes]   one log segment, 1,024 MB if not told
 *   npx node bench/packets/run.ts alerts [rows]         10,000 alerts if not told
 *   npx node bench/packets/run.ts evidence [items]      20,000 pieces of evidence if not told, as many as a packet may carry, each
 *                                                       with the proofs of two entries of the ledger
 * With `node --max-semi-space-size=8` the peak stays under 300 MB: what is measured without it is mostly garbage that V8
 * had no reason yet to collect; what is alive after a report is about 30 MB.
 * One scenario for each process, because the peak of memory is that of the process. Prints JSON.
 */

/** As a file is read. */
const CHUNK = 1 << 16;
const DEFAULTS: Readonly<Record<string, number>> = { segment: 1024, alerts: 10_000, evidence: 20_000 };
const [scenario = "segment", amount] = process.argv.slice(2);

/** Bytes that do not repeat, made as they are read: a file would measure the disk. */
function segmentOf(megabytes: number): { sha256: string; open: () => AsyncGenerator<Uint8Array> } {
  const chunk = randomBytes(CHUNK);
  const open = async function* (): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < megabytes * 16; n += 1) {
      chunk.writeUInt32LE(n, 0);
      yield Buffer.from(chunk);
    }
  };
  const hash = createHash("sha256");
  for (let n = 0; n < megabytes * 16; n += 1) {
    chunk.writeUInt32LE(n, 0);
    hash.update(chunk);
  }
  return { sha256: hash.digest("hex"), open };
}

async function contentOf(): Promise<ReturnType<typeof samplePacket>> {
  const sample = samplePacket();
  if (scenario === "segment") {
    const [segment] = sample.segments;
    if (!segment) throw new Error("the sample has a segment");
    return { ...sample, segments: sample.segments.map((one) => (one === segment ? { ...one, ...segmentOf(Number(amount ?? 1024)) } : one)) };
  }
  if (scenario === "evidence") {
    const [example] = sample.evidence;
    if (!example) throw new Error("the sample has evidence");
    const evidence = Array.from({ length: Number(amount ?? 20_000) }, (_, n) => ({ ...example, id: `EV-${n + 1}`, title: `Walk ${n + 1} through the data centre`, fileName: `Walk ${n + 1}.txt`, ...bytesSource(`Round ${n + 1}: doors closed, no alarms.\n`) }));
    const requests = sample.requests.map((one, index) => ({ ...one, evidenceIds: index === 0 ? evidence.map(({ id }) => id) : [] }));
    return { ...sample, evidence, requests, ledger: await sampleLedger(evidence) };
  }
  const rows = Number(amount ?? 10_000);
  const counts = { announced: rows, received: rows, secondCount: { method: "count", count: rows } };
  return { ...sample, alerts: { rows: () => sampleAlerts(rows), ipe: { ...sample.alerts.ipe, ...counts } } };
}

const seconds = (from: number): number => Math.round(performance.now() - from) / 1000;
const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

const content = await contentOf();
const folder = await mkdtemp(join(tmpdir(), "packet-bench-"));
try {
  const before = peak();
  const start = performance.now();
  const sealed = await sealPacket(content);
  const sealSeconds = seconds(start);
  const writing = performance.now();
  const path = join(folder, sealed.fileName);
  await writePacketFile(sealed, path);
  const writeSeconds = seconds(writing);
  const peakMade = peak();
  const verifying = performance.now();
  const verified = await verifyPacket(path);
  console.log(JSON.stringify({
    scenario, amount: Number(amount ?? DEFAULTS[scenario]), node: process.version,
    zip_bytes: (await stat(path)).size, report_bytes: sealed.files.find((file) => file.path === "data/report.pdf")?.bytes,
    seal_seconds: sealSeconds, write_seconds: writeSeconds, verify_seconds: seconds(verifying), outcome: verified.outcome,
    peak_rss_mb: { before, made: peakMade, verified: peak() },
  }, null, 2));
} finally {
  await rm(folder, { recursive: true });
}
