import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { BASE_URL, DATA_DIRECTORY, PORT } from "./installation.ts";
import { keepSessions } from "./sign-in.ts";

const READY_WITHIN_MS = 600_000;
/** Where the sign-in provider of a journey listens. */
const OWN_PROVIDERS = "127.0.0.1/32";

/** Starts Tickmark as its users do, with an empty data folder, and answers how to stop it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await rm(DATA_DIRECTORY, { recursive: true, force: true });
  await mkdir(DATA_DIRECTORY, { recursive: true });
  const logFile = path.join(path.dirname(DATA_DIRECTORY), "server.log");
  const output = openSync(logFile, "w");
  const child = spawn(process.execPath, ["lib/cli/main.ts", "start"], {
    stdio: ["ignore", output, output],
    env: { ...process.env, TICKMARK_DATA: DATA_DIRECTORY, TICKMARK_PORT: String(PORT), TICKMARK_DEMO: "on", TICKMARK_GALLERY: "on", TICKMARK_DELETION_GRACE_DAYS: "0", TICKMARK_OUTBOUND_ALLOW: OWN_PROVIDERS },
  });
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  let gone = false;
  void exited.then(() => (gone = true));
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady())) {
    if (gone || Date.now() > deadline) throw new Error(`Tickmark did not start:\n${await readFile(logFile, "utf8")}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await keepSessions();
  return async () => {
    child.kill("SIGTERM");
    await exited;
  };
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`${BASE_URL}/api/health`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
