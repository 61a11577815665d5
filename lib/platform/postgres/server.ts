import { chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, portObstacle } from "../port.ts";
import { SetupProblem } from "../setup-problem.ts";
import { findBinaries } from "./binaries.ts";
import type { Binaries } from "./binaries.ts";
import { ensureCluster, SUPERUSER } from "./cluster.ts";
import { withConnection } from "./connection-problem.ts";
import { serverUser } from "./os-user.ts";
import type { ServerUser } from "./os-user.ts";
import { EMBEDDED_HOST, embeddedUrl, PLACE_FILE, placeSchema } from "./place.ts";
import type { Place } from "./place.ts";
import { placeCluster } from "./placement.ts";
import { isServerOf, readPostmaster } from "./postmaster.ts";
import { runAs } from "./run-as.ts";

/** Recovery after a crash replays the log before the server answers. Seconds. */
const START_TIMEOUT_S = 120;
const STOP_TIMEOUT_S = 60;
/** After a kill -9 the server's children hold its shared memory until they notice. */
const START_ATTEMPTS = 10;
const RETRY_MS = 500;

export type ServerOptions = {
  /** The embedded server's folder, such as <data folder>/postgres. */
  directory: string;
  superuserPassword: string;
  /** False in tests alone: a crash of the machine may lose data. */
  durable?: boolean;
};

/** How a server came to run: its cluster was created, it was started, or it was found running. */
export type Origin = "created" | "started" | "adopted";

export type EmbeddedServer = {
  readonly origin: Origin;
  readonly port: number;
  readonly cluster: string;
  readonly pid: number;
  /** Connection URL of the superuser; carries its password. */
  superuserUrl(database: string): string;
  isRunning(): Promise<boolean>;
  /** Stops the server: open transactions are rolled back, everything committed is on the disk. */
  stop(): Promise<void>;
};

type Installation = { options: ServerOptions; user: ServerUser; binaries: Binaries };

function placeFile(directory: string): string {
  return path.join(/* turbopackIgnore: true */ directory, PLACE_FILE);
}

async function readPlace(directory: string): Promise<Place | undefined> {
  const text = await readFile(placeFile(directory), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = placeSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SetupProblem(`${placeFile(directory)} is damaged: restore it from the backup.`);
  return parsed.data;
}

/** The address of a database of the embedded server for its superuser. */
export function superuserUrl(port: number, password: string, database: string): string {
  const url = new URL(embeddedUrl(port, database));
  url.username = SUPERUSER;
  url.password = encodeURIComponent(password);
  return url.href;
}

// The server must be the one of this folder: another could have taken the port meanwhile.
async function greet(cluster: string, port: number, password: string): Promise<void> {
  const name = "The embedded database";
  const found = await withConnection(superuserUrl(port, password, "postgres"), name, async (client) => {
    const answer = await client.query<{ data_directory: string }>("SHOW data_directory");
    return answer.rows[0]?.data_directory;
  });
  if (found !== cluster) throw new SetupProblem(`Port ${port} is served by PostgreSQL of ${found ?? "another folder"}, not of ${cluster}.`);
}

/** Tables that just came to be full are planned for as empty until they are looked at; PostgreSQL's own pace is a minute, in which a first import crawls. */
const LOOKS = "-c autovacuum_naptime=10s";

async function startOnce(installation: Installation, place: Place): Promise<string | undefined> {
  const { binaries, user, options } = installation;
  const relaxed = options.durable === false ? " -c fsync=off -c synchronous_commit=off -c full_page_writes=off" : "";
  const answer = await runAs(user, place.cluster, binaries.pgCtl, [
    "start",
    "-w",
    "-t",
    String(START_TIMEOUT_S),
    "-D",
    place.cluster,
    "-l",
    path.join(place.cluster, "start.log"),
    "-o",
    `-p ${place.port} ${LOOKS}${relaxed}`,
  ]);
  if (answer.code === 0) return undefined;
  return (await readFile(path.join(place.cluster, "start.log"), "utf8").catch(() => answer.output)).trim();
}

async function start(installation: Installation, place: Place): Promise<void> {
  let why = "";
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    await rm(path.join(place.cluster, "start.log"), { force: true });
    const failure = await startOnce(installation, place);
    if (failure === undefined) return;
    why = failure;
    if (!/shared memory block|lock file "postmaster\.pid" already exists/.test(failure)) break;
    const stale = await readPostmaster(place.cluster);
    if (stale !== undefined && !(await isServerOf(place.cluster, stale.pid))) {
      // The number of the crashed server belongs to another program by now: PostgreSQL cannot tell, we can.
      await rm(path.join(place.cluster, "postmaster.pid"), { force: true });
    }
    await sleep(RETRY_MS);
  }
  const lastLine = why.split("\n").findLast((line) => /FATAL|ERROR|PANIC/.test(line)) ?? why.split("\n").at(-1) ?? "";
  throw new SetupProblem(`PostgreSQL did not start in ${place.cluster}: ${lastLine.trim() || "it left no message"}`);
}

async function running(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const postmaster = await readPostmaster(cluster);
  return postmaster !== undefined && (await isServerOf(cluster, postmaster.pid)) ? postmaster : undefined;
}

// A server that is starting or stopping settles first; one that runs is used as it is.
async function adopt(place: Place, password: string): Promise<Place | undefined> {
  const deadline = Date.now() + START_TIMEOUT_S * 1000;
  for (;;) {
    const found = await running(place.cluster);
    if (found === undefined) return undefined;
    try {
      await greet(place.cluster, found.port, password);
      return { ...place, port: found.port };
    } catch (error) {
      const wrongPassword = error instanceof SetupProblem && /password is wrong/.test(error.message);
      if (wrongPassword || Date.now() > deadline) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function choosePlace(directory: string, user: ServerUser): Promise<Place> {
  const known = await readPlace(directory);
  return known ?? { cluster: await placeCluster(directory, user), port: await freePort(EMBEDDED_HOST) };
}

async function writePlace(directory: string, place: Place): Promise<void> {
  await writeFile(placeFile(directory), `${JSON.stringify(place)}\n`);
}

function asServer(installation: Installation, place: Place, pid: number, origin: Origin): EmbeddedServer {
  const { binaries, user, options } = installation;
  return {
    origin,
    port: place.port,
    cluster: place.cluster,
    pid,
    superuserUrl: (database) => superuserUrl(place.port, options.superuserPassword, database),
    isRunning: () => isServerOf(place.cluster, pid),
    stop: async () => {
      if ((await running(place.cluster)) === undefined) return;
      const args = ["stop", "-w", "-m", "fast", "-t", String(STOP_TIMEOUT_S), "-D", place.cluster];
      const answer = await runAs(user, place.cluster, binaries.pgCtl, args);
      if (answer.code !== 0 && (await running(place.cluster)) !== undefined) {
        throw new Error(`PostgreSQL did not stop within ${STOP_TIMEOUT_S} s.\n${answer.output.trim()}`);
      }
    },
  };
}

/**
 * Makes sure that the embedded PostgreSQL of a folder runs: adopts it when a start that was killed left it behind,
 * starts it otherwise, creating its cluster the first time. It runs detached: it outlives this process, and a
 * terminal's Ctrl-C does not reach it. Its port is free when chosen, and kept.
 * @throws SetupProblem
 */
export async function openServer(options: ServerOptions): Promise<EmbeddedServer> {
  const user = await serverUser();
  const installation = { options, user, binaries: await findBinaries(user) };
  await mkdir(options.directory, { recursive: true });
  if (user !== undefined) await chown(options.directory, user.uid, user.gid);
  let place = await choosePlace(options.directory, user);
  const created = await ensureCluster({ ...installation, ...options, cluster: place.cluster, durable: options.durable !== false });
  const adopted = await adopt(place, options.superuserPassword);
  if (adopted !== undefined) place = adopted;
  else {
    if ((await portObstacle(EMBEDDED_HOST, place.port)) !== undefined) place = { ...place, port: await freePort(EMBEDDED_HOST) };
    await start(installation, place);
    await greet(place.cluster, place.port, options.superuserPassword);
  }
  await writePlace(options.directory, place);
  const found = await running(place.cluster);
  if (found === undefined) throw new Error("PostgreSQL ended right after it started.");
  const origin = adopted !== undefined ? "adopted" : created ? "created" : "started";
  return asServer(installation, place, found.pid, origin);
}
