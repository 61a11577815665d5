import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { createGzip } from "node:zlib";

/** A generator of whole numbers that gives the same row for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Writes an invented auth.log of about `bytes`: everyday sessions, cron and kernel lines, refused passwords from some
 * hundred addresses in bursts, sudo, a line in a thousand that is in no known shape. The same seed gives the same file.
 */
export async function makeLog(file: string, bytes: number, options: { seed?: number; gzip?: boolean } = {}): Promise<void> {
  const next = numbers(options.seed ?? 1);
  const sink = createWriteStream(file);
  const target = options.gzip === true ? createGzip() : sink;
  if (target !== sink) (target as ReturnType<typeof createGzip>).pipe(sink);
  let at = Date.UTC(2026, 0, 5, 0, 0, 0);
  let written = 0;
  while (written < bytes) {
    const lines: string[] = [];
    for (let count = 0; count < 5000; count += 1) {
      if (next(5) === 0) at += 1000;
      lines.push(lineAt(at, next));
    }
    const chunk = `${lines.join("\n")}\n`;
    written += chunk.length;
    if (!target.write(chunk)) await once(target, "drain");
  }
  target.end();
  await once(sink, "close");
}

function lineAt(at: number, next: (below: number) => number): string {
  const date = new Date(at);
  const head = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} web${1 + next(4)}`;
  const pid = 1000 + next(30_000);
  const kind = next(1000);
  // One address at a time attacks, for a quarter of an hour, out of a pool that changes by the day.
  const address = `203.0.${Math.floor(at / 900_000) % 250}.${1 + next(3)}`;
  if (kind < 30) return `${head} sshd[${pid}]: Failed password for ${next(3) === 0 ? "root" : `invalid user u${next(50)}`} from ${address} port ${1024 + next(60_000)} ssh2`;
  if (kind < 200) return `${head} sshd[${pid}]: Accepted publickey for deploy from 10.20.${next(4)}.${next(250)} port ${1024 + next(60_000)} ssh2: ED25519 SHA256:${next(1e9)}`;
  if (kind < 400) return `${head} sshd[${pid}]: pam_unix(sshd:session): session ${next(2) === 0 ? "opened" : "closed"} for user deploy by (uid=0)`;
  if (kind < 700) return `${head} CRON[${pid}]: (root) CMD (/usr/lib/sysstat/debian-sa1 1 1 > /dev/null 2>&1 # run ${next(1e6)})`;
  if (kind < 998) return `${head} kernel: [${next(1e6)}.${next(1e6)}] nf_conntrack: default automatic helper assignment turned off for ${next(1e6)}`;
  if (kind < 999) return `${head} sudo:   deploy : TTY=pts/${next(9)} ; PWD=/srv ; USER=root ; COMMAND=/usr/bin/systemctl restart web`;
  return `-- rotated at ${date.toISOString()} by hand --`;
}

// As a program of its own, so that its garbage is not measured with the scan: FILE BYTES [gzip].
if (process.argv[1] === import.meta.filename) {
  const [file = "", bytes = "0", packing] = process.argv.slice(2);
  await makeLog(file, Number(bytes), { gzip: packing === "gzip" });
}
