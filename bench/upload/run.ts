import { spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { randomBytes } from "node:crypto";
import { appendUpload, beginUpload, receiveUpload } from "#lib/uploads/index.ts";
import { scratchInstallation } from "../scratch-installation.ts";

// How fast a file is taken, in one piece and in parts, against `cp` and `sha256sum` of the same file; and the highest resident memory
// with ten at once. By the verbs, in one process, without HTTP: what a browser's line costs is not ours.
//
//   npm run bench -- upload          node bench/upload/run.ts --megabytes 2048 --at-once 10

const { values } = parseArgs({ options: { megabytes: { type: "string", default: "2048" }, "at-once": { type: "string", default: "10" } } });
const bytes = Number(values.megabytes) * 1024 * 1024;
const atOnce = Number(values["at-once"]);
const PIECE_BYTES = 8 * 1024 * 1024;

const installation = await scratchInstallation({ durable: true });
const folder = path.join(installation.folder, "bench-files");
await mkdir(folder);
const file = path.join(folder, "file");
const { bavail, bsize } = await statfs(folder);
if (bavail * bsize < bytes * (atOnce + 3)) throw new Error(`this needs ${Math.ceil((bytes * (atOnce + 3)) / 1e9)} GB of disk`);
await fill(file);

const copied = clock(() => {
  spawnSync("cp", [file, `${file}.copy`]);
  spawnSync("sync", [`${file}.copy`]);
});
const hashed = clock(() => spawnSync("sha256sum", [`${file}.copy`]));
await rm(`${file}.copy`);

const whole = await timed(() => receiveUpload(installation.person, { body: createReadStream(file), byteLength: bytes }));
await mark(file, 1);
const parts = await timed(() => inParts());
const before = process.memoryUsage().rss;
await mark(file, 2);
const together = await timed(() => Promise.all(Array.from({ length: atOnce }, () => inParts())));

const megabytesPerSecond = (seconds: number, count = 1): number => Math.round((bytes * count) / 1e6 / seconds);
console.log(JSON.stringify({
  megabytes: Number(values.megabytes),
  "cp and sha256sum, MB/s": megabytesPerSecond(copied + hashed),
  "in one piece, MB/s": megabytesPerSecond(whole),
  "in parts, MB/s": megabytesPerSecond(parts),
  "share of cp and sha256sum, in parts": Number(((copied + hashed) / parts).toFixed(2)),
  [`${atOnce} at once, MB/s`]: megabytesPerSecond(together, atOnce),
  "resident before, MB": Math.round(before / 1e6),
  "highest resident, MB": Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
}, null, 2));
await installation.remove();

async function inParts(): Promise<void> {
  const { id } = await beginUpload(installation.person, { fileName: "file.bin", byteLength: bytes });
  for (let offset = 0; offset < bytes; offset += PIECE_BYTES) {
    await appendUpload(installation.person, { uploadId: id, offset, body: createReadStream(file, { start: offset, end: Math.min(bytes, offset + PIECE_BYTES) - 1 }) });
  }
}

function clock(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function fill(name: string): Promise<void> {
  const block = randomBytes(1024 * 1024);
  const handle = await open(name, "w");
  for (let at = 0; at < bytes; at += block.length) await handle.write(block);
  await handle.close();
}

/** Other bytes at the beginning make another file of it: one that is known is not recorded twice. */
async function mark(name: string, number: number): Promise<void> {
  const handle = await open(name, "r+");
  await handle.write(Buffer.from([number]), 0, 1, 0);
  await handle.close();
}
