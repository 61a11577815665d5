import { fork, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { scratchInstallation } from "../scratch-installation.ts";

// How fast a file is taken, in one piece and in parts, against `cp` (with `sync`) and `sha256sum` of the same file, and what memory
// the process that takes it holds with ten at once. The taker (taker.ts) has the product's runtime and verbs, and gets the files over
// HTTP from this process, in parts of 8 MiB with the checksum that a browser sends. The sender's reading and hashing is in the time.
//
//   npm run bench -- upload          node bench/upload/run.ts --megabytes 2048 --at-once 10 --rounds 3

const { values } = parseArgs({ options: { megabytes: { type: "string", default: "2048" }, "at-once": { type: "string", default: "10" }, rounds: { type: "string", default: "3" } } });
const bytes = Number(values.megabytes) * 1024 * 1024;
const atOnce = Number(values["at-once"]);
const PIECE_BYTES = 8 * 1024 * 1024;

const installation = await scratchInstallation({ durable: true });
const folder = path.join(installation.folder, "bench-files");
await mkdir(folder);
const file = path.join(folder, "file");
const { bavail, bsize } = await statfs(folder);
const files = 2 * Number(values.rounds) + atOnce + 2;
if (bavail * bsize < bytes * files) throw new Error(`this needs ${Math.ceil((bytes * files) / 1e9)} GB of disk`);
await fill(file);

const { clock: _, ...person } = installation.person;
// As a web process of the product runs, but for the room that pages want for their short-lived objects.
const taker = fork(new URL("./taker.ts", import.meta.url), { env: { ...process.env, BENCH_PERSON: JSON.stringify(person) }, execArgv: [] });
const [port] = (await once(taker, "message")) as [number];
const ask = async <Answer>(address: string, body?: BodyInit): Promise<Answer> => {
  const answer = await fetch(`http://127.0.0.1:${port}/${address}`, body === undefined ? {} : { method: "POST", body, duplex: "half" } as RequestInit);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json() as Promise<Answer>;
};
const before = await ask<{ now: number }>("memory");

// In turns, so that what else the machine does meets all of them.
const seconds = { copied: [] as number[], hashed: [] as number[], whole: [] as number[], parts: [] as number[] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  seconds.copied.push(await timed(() => { spawnSync("cp", [file, `${file}.copy`]); spawnSync("sync", [`${file}.copy`]); }));
  seconds.hashed.push(await timed(() => spawnSync("sha256sum", [`${file}.copy`])));
  await rm(`${file}.copy`);
  await mark(2 * round);
  seconds.whole.push(await timed(async () => ask(`whole?bytes=${bytes}`, createReadStream(file, { highWaterMark: 1024 * 1024 }) as unknown as BodyInit)));
  await mark(2 * round + 1);
  seconds.parts.push(await timed(inParts));
}
const single = await ask<{ now: number; most: number }>("memory");
await mark(255);
const together = await timed(() => Promise.all(Array.from({ length: atOnce }, () => inParts())));
const memory = await ask<{ most: number }>("memory");

const median = (of: number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
const rate = (taken: number, count = 1): number => Math.round((bytes * count) / 1e6 / taken);
const baseline = median(seconds.copied) + median(seconds.hashed);
const megabytes = (of: number): number => Math.round(of / 1e6);
console.log(JSON.stringify({
  megabytes: Number(values.megabytes),
  "cp with sync, MB/s": rate(median(seconds.copied)),
  "sha256sum, MB/s": rate(median(seconds.hashed)),
  "cp and sha256sum, MB/s": rate(baseline),
  "in one piece, MB/s": rate(median(seconds.whole)),
  "in parts, MB/s": rate(median(seconds.parts)),
  "share of cp and sha256sum, in one piece": Number((baseline / median(seconds.whole)).toFixed(2)),
  "share of cp and sha256sum, in parts": Number((baseline / median(seconds.parts)).toFixed(2)),
  [`${atOnce} at once, MB/s`]: rate(together, atOnce),
  "resident before, MB": megabytes(before.now),
  "highest resident with one, MB": megabytes(single.most),
  [`highest resident with ${atOnce} at once, MB`]: megabytes(memory.most),
}, null, 2));
taker.disconnect();
await once(taker, "exit");
await installation.remove();

async function inParts(): Promise<void> {
  const { id } = await ask<{ id: string }>(`begin?bytes=${bytes}`);
  const handle = await open(file, "r");
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let offset = 0; offset < bytes; offset += PIECE_BYTES) {
    const { bytesRead } = await handle.read(piece, 0, PIECE_BYTES, offset);
    const sent = piece.subarray(0, bytesRead);
    await ask(`append?upload=${id}&offset=${offset}&sha256=${createHash("sha256").update(sent).digest("hex")}`, sent);
  }
  await handle.close();
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function fill(name: string): Promise<void> {
  const block = randomBytes(1024 * 1024);
  const handle = await open(name, "w");
  for (let at = 0; at < bytes; at += block.length) await handle.write(block);
  await handle.sync();
  await handle.close();
}

/** Other bytes at the beginning make another file of it: one that is known is not recorded twice. */
async function mark(number: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.from([number]), 0, 1, 0);
  await handle.close();
}
