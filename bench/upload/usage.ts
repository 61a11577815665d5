import { readFileSync } from "node:fs";

/** Bytes that a process holds now, that it held at most (Linux), and of these in buffers; seconds of processor time that it took. */
export type Usage = { now: number; most: number; buffers: number; processor: number };

/** Often enough to see a piece of some megabytes, seldom enough to cost next to nothing. */
const LOOKS_EVERY_MS = 100;

/** Watches this process from now on. */
export function watchUsage(): () => Usage {
  let mostBuffers = 0;
  setInterval(() => (mostBuffers = Math.max(mostBuffers, process.memoryUsage().arrayBuffers)), LOOKS_EVERY_MS);
  return () => {
    const most = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    const { user, system } = process.cpuUsage();
    return { now: process.memoryUsage().rss, most: Number(most) * 1024, buffers: mostBuffers, processor: (user + system) / 1e6 };
  };
}
