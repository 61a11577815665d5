import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { placeSchema, PLACE_FILE } from "#lib/platform/postgres/place.ts";
import { freePort } from "#lib/platform/port.ts";
import { makeServerFolder } from "./test-server.ts";

/** The processes of an installation that may die one by one. */
export type Part = "web" | "worker" | "database";

/** An installation that was started as its users start it, in a data folder and on a port of its own. */
export type RunningInstallation = {
  baseUrl: string;
  dataDirectory: string;
  /** Ends one process at once, as a crash or the kernel would (SIGKILL). @returns the number of the process that died */
  kill(part: Part): Promise<number>;
  /** Ends the supervisor itself at once. */
  killSupervisor(): Promise<void>;
  /** Starts again in the same data folder, after the supervisor died. */
  startAgain(): Promise<void>;
  /** Ends everything in order; the data folder stays. */
  stop(): Promise<void>;
  /** What `start` printed, for the message of a failed test. */
  said(): string;
  /** Ends everything in order and removes the folder. */
  remove(): Promise<void>;
};

/** Time to be ready, with a build of the interface when there is none of these sources. */
const READY_WITHIN_MS = 600_000;

/**
 * Starts Tickmark in an empty data folder, without the demo unless it is asked for.
 * @throws Error with what it printed, when it ends before it is ready
 */
export async function startInstallation({ demo = false }: { demo?: boolean } = {}): Promise<RunningInstallation> {
  const folder = await makeServerFolder("tickmark-installation-");
  const dataDirectory = path.join(folder, "data");
  const port = await freePort("127.0.0.1");
  const baseUrl = `http://127.0.0.1:${port}`;
  let output = "";
  let supervisor: ChildProcess;

  const launch = async (): Promise<void> => {
    supervisor = spawn(process.execPath, ["lib/cli/main.ts", "start"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TICKMARK_DATA: dataDirectory, TICKMARK_PORT: String(port), TICKMARK_DEMO: demo ? "on" : "off" },
    });
    for (const stream of [supervisor.stdout, supervisor.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answers(baseUrl))) {
      if (supervisor.exitCode !== null || performance.now() > deadline) throw new Error(`Tickmark did not start:\n${output}`);
      await pause(100);
    }
  };

  const pidOf = async (part: Part): Promise<number> => {
    if (part === "database") return postmasterOf(dataDirectory);
    return childOf(supervisor.pid ?? 0, part);
  };

  const stop = async (): Promise<void> => {
    const gone = ended(supervisor);
    supervisor.kill("SIGTERM");
    await gone;
  };

  await launch();
  return {
    baseUrl,
    dataDirectory,
    async kill(part) {
      const pid = await pidOf(part);
      process.kill(pid, "SIGKILL");
      return pid;
    },
    async killSupervisor() {
      const gone = ended(supervisor);
      supervisor.kill("SIGKILL");
      await gone;
    },
    startAgain: launch,
    stop,
    said: () => output,
    async remove() {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Whether web server and database answer. */
export async function answers(baseUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/api/health`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function postmasterOf(dataDirectory: string): Promise<number> {
  const { cluster } = placeSchema.parse(JSON.parse(await readFile(path.join(dataDirectory, "postgres", PLACE_FILE), "utf8")));
  return Number((await readFile(path.join(cluster, "postmaster.pid"), "utf8")).split("\n")[0]);
}

/** The supervisor has two children; the worker is the one whose command line says so, whatever the web server calls itself. */
function childOf(supervisor: number, part: "web" | "worker"): number {
  const rows = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(supervisor)], { encoding: "utf8" }).trim().split("\n");
  const found = rows.find((row) => /main\.ts worker/.test(row) === (part === "worker"));
  const pid = Number(found?.trim().split(/\s+/)[0]);
  if (!Number.isInteger(pid) || pid <= 0) throw new Error(`the ${part} does not run:\n${rows.join("\n")}`);
  return pid;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
