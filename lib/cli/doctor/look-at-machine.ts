import { stat, statfs } from "node:fs/promises";
import { systemClock } from "#lib/platform/clock.ts";
import type { Environment } from "#lib/platform/env.ts";
import { checkMailServer } from "#lib/platform/mailer.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { secretsPath } from "#lib/platform/secrets.ts";
import { shownBytes } from "../backup/shown-backup.ts";
import { right, wrong, type Finding } from "./finding.ts";

const OTHERS = 0o077;
/** Root's embedded server runs as another user, who passes through the data folder to its own. */
const OTHERS_BUT_PASSING = 0o066;
/** Below this an import or a packet may not find room; PostgreSQL stops without any. */
const LEAST_FREE_BYTES = 2_000_000_000;
const LEAST_FREE_SHARE = 0.05;
/** Deadlines and sessions are judged by both clocks. */
const MOST_CLOCK_DIFFERENCE_MS = 5_000;

/** Who may enter the data folder, and read its secrets. */
export async function lookAtFolder({ dataDirectory }: Environment): Promise<Finding[]> {
  const uid = process.getuid?.();
  const open: string[] = [];
  for (const [file, closedTo] of [[dataDirectory, uid === 0 ? OTHERS_BUT_PASSING : OTHERS], [secretsPath(dataDirectory), OTHERS]] as const) {
    const found = await stat(file);
    if ((found.mode & closedTo) !== 0) open.push(`chmod go-rw ${file}`);
    if (uid !== undefined && uid !== 0 && found.uid !== uid) open.push(`chown ${uid} ${file}`);
  }
  if (open.length === 0) return [right("Data folder", `${dataDirectory}, closed to others`)];
  return [wrong("Data folder", `${dataDirectory} is open to others, or not Tickmark's own`, open.join("; "))];
}

export async function lookAtDisk({ dataDirectory }: Environment): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(dataDirectory);
  const [free, all] = [bavail * bsize, blocks * bsize];
  const says = `${shownBytes(free)} of ${shownBytes(all)} free`;
  if (free >= LEAST_FREE_BYTES && free / all >= LEAST_FREE_SHARE) return right("Disk", says);
  return wrong("Disk", says, "Make room: Tickmark refuses uploads when the disk is full, and PostgreSQL stops.");
}

export async function lookAtClock(adminUrl: string): Promise<Finding> {
  const differenceMs = await withConnection(adminUrl, "DATABASE_URL", async (client) => {
    await client.query("SELECT 1");
    const before = systemClock.now().getTime();
    const { rows } = await client.query<{ now: Date }>("SELECT clock_timestamp() AS now");
    const after = systemClock.now().getTime();
    return (rows[0]?.now.getTime() ?? 0) - (before + after) / 2;
  });
  const shown = `${(Math.abs(differenceMs) / 1000).toFixed(1)} s from the database's`;
  if (Math.abs(differenceMs) <= MOST_CLOCK_DIFFERENCE_MS) return right("Clock", shown);
  return wrong("Clock", shown, "Let both machines follow a time server.");
}

export async function lookAtMail({ mail }: Environment): Promise<Finding> {
  if (mail.kind === "outbox") return right("Mail", "written to the outbox folder; SMTP_URL sends it");
  const problem = await checkMailServer(mail);
  if (problem === undefined) return right("Mail", "the server answers and lets Tickmark in");
  return wrong("Mail", problem, "Check SMTP_URL and that this machine may reach the server.");
}
