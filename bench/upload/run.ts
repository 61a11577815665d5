import { fork, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, open, readdir, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { MALLOC_ARENAS } from "#lib/cli/start/processes.ts";
import { UPLOAD_MEMORY, WEB_MEMORY } from "#lib/cli/start/web-arguments.ts";
import { scratchInstallation } from "../scratch-installation.ts";
import { openSender } from "./send.ts";
import type { Usage } from "./usage.ts";

// How fast a file is taken, in one piece and in parts, against `cp` (with `sync`) and `sha256sum` of the same file, and what memory
// the process that takes it holds with ten at once. As in the product, a web process (door.ts, without pages) hands the files on to
// the upload process (taker.ts); they come over HTTP from this one, in parts of 8 MiB with the checksum that a browser sends. The
// sender's reading and hashing is in the time.
//
//   npm run bench -- upload          node bench/upload/run.ts --megabytes 2048 --at-once 10 --rounds 3

const { values } = parseArgs({ options: { megabytes: { type: "string", default: "2048" }, "at-once": { type: "string", default: "10" }, rounds: { type: "string", default: "3" } } });
const bytes = Number(values.megabytes) * 1024 * 1024;
const atOnce = Number(values["at-once"]);
/** Seconds by the clock, and of processor time. */
type Taken = { clock: number; processor: number };

const installation = await scratchInstallation({ durable: true });
const folder = path.join(installation.folder, "bench-files");
await mkdir(folder);
const file = path.join(folder, "file");
const { bavail, bsize } = await statfs(folder);
const files = atOnce + 3;
if (bavail * bsize < bytes * files) throw new Error(`this needs ${Math.ceil((bytes * files) / 1e9)} GB of disk`);
await fill(file);

const { clock: _, ...person } = installation.person;
// Both with the flags and the environment that they have in the product.
const env = { ...process.env, MALLOC_ARENA_MAX: MALLOC_ARENAS, BENCH_SOCKET: path.join(installation.folder, "uploads.socket"), BENCH_PERSON: JSON.stringify(person) };
const taker = fork(new URL("./taker.ts", import.meta.url), { env, execArgv: [...UPLOAD_MEMORY] });
await once(taker, "message");
const door = fork(new URL("./door.ts", import.meta.url), { env, execArgv: [...WEB_MEMORY] });
const [port] = (await once(door, "message")) as [number];
const { ask, whole, inParts } = openSender(port);
const usage = () => ask<Usage>("usage");
const before = await usage();

// In turns, so that what else the machine does meets all of them.
const taken = { copied: [] as Taken[], hashed: [] as Taken[], whole: [] as Taken[], parts: [] as Taken[] };
for (let round = 0; round < Number(values.rounds); round += 1) {
  taken.copied.push(command(`cp ${file} ${file}.copy && sync ${file}.copy`));
  taken.hashed.push(command(`sha256sum ${file}.copy`));
  await rm(`${file}.copy`);
  await mark(2 * round);
  taken.whole.push(await timed(() => whole(file, bytes)));
  await clear();
  await mark(2 * round + 1);
  taken.parts.push(await timed(() => inParts(file, bytes)));
  await clear();
}
const single = await usage();
// Each another file, as ten people have: one that is known already is read again to its end before it is believed.
const together = await timed(() => Promise.all(Array.from({ length: atOnce }, (_, at) => inParts(file, bytes, 255 - at))));
const memory = await usage();

const median = (of: Taken[], what: keyof Taken): number => of.map((one) => one[what]).toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN;
const both = (what: keyof Taken): number => median(taken.copied, what) + median(taken.hashed, what);
const rounded = (of: number): number => Number(of.toFixed(2));
const report = (seconds: (what: keyof Taken) => number, count = 1) => ({
  "MB/s": Math.round((bytes * count) / 1e6 / seconds("clock")),
  "processor seconds per GB": rounded((seconds("processor") * 1e9) / bytes / count),
  "speed, as a share of cp and sha256sum": rounded((both("clock") * count) / seconds("clock")),
  "the same by processor time": rounded((both("processor") * count) / seconds("processor")),
});
const megabytes = (of: number): number => Math.round(of / 1e6);
console.log(JSON.stringify({
  megabytes: Number(values.megabytes),
  "cp with sync": report((what) => median(taken.copied, what)),
  sha256sum: report((what) => median(taken.hashed, what)),
  "cp and sha256sum": report(both),
  "in one piece": report((what) => median(taken.whole, what)),
  "in parts": report((what) => median(taken.parts, what)),
  [`${atOnce} at once, in parts`]: report((what) => together[what], atOnce),
  "resident before, MB": megabytes(before.now),
  "highest resident with one, MB": megabytes(single.most),
  [`highest resident with ${atOnce} at once, MB`]: megabytes(memory.most),
  [`of it at most in buffers, with ${atOnce} at once, MB`]: megabytes(memory.buffers),
  "highest resident of what hands them on, without pages, MB": megabytes((await ask<Usage>("door")).most),
}, null, 2));
for (const child of [door, taker]) {
  child.disconnect();
  await once(child, "exit");
}
await installation.remove();

/** The processor time is the taker's and the door's: what sends the bytes is no part of the question. */
async function timed(work: () => Promise<unknown>): Promise<Taken> {
  const spent = async (): Promise<number> => (await usage()).processor + (await ask<Usage>("door")).processor;
  const processor = await spent();
  const start = performance.now();
  await work();
  const clock = (performance.now() - start) / 1000;
  return { clock, processor: (await spent()) - processor };
}

function command(line: string): Taken {
  const { stderr } = spawnSync("bash", ["-c", `TIMEFORMAT='%R %U %S'; time { ${line} > /dev/null; }`], { encoding: "utf8" });
  const [clock = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(" ").map(Number);
  return { clock, processor: user + system };
}

async function fill(name: string): Promise<void> {
  const block = randomBytes(1024 * 1024);
  const handle = await open(name, "w");
  for (let at = 0; at < bytes; at += block.length) await handle.write(block);
  await handle.sync();
  await handle.close();
}

/** Takes away what was taken, as the copy of `cp` is: what comes next finds memory that the page cache gave back, whoever it is. */
async function clear(): Promise<void> {
  const blobs = path.join(installation.folder, "blobs", installation.organizationId);
  for (const name of await readdir(blobs)) if (/^[0-9a-f]{2}$/.test(name)) await rm(path.join(blobs, name), { recursive: true });
}

/** Other bytes at the beginning make another file of it: one that is known is not recorded twice. */
async function mark(number: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.from([number]), 0, 1, 0);
  await handle.close();
}
