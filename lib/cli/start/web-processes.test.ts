import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "#lib/platform/port.ts";

const SERVER = `
  if (process.argv[2] === "fail") process.exit(3);
  require("node:http").createServer((request, answer) => answer.end(request.url === "/socket" ? process.env.TICKMARK_UPLOAD_SOCKET : String(process.pid))).listen(Number(process.argv[2]), "127.0.0.1");
  process.on("SIGTERM", () => process.exit(0));
`;

const UPLOADS = `
  require("node:fs").rmSync(process.env.TICKMARK_UPLOAD_SOCKET, { force: true });
  require("node:http").createServer((request, answer) => answer.end(String(process.pid))).listen({ path: process.env.TICKMARK_UPLOAD_SOCKET, exclusive: true });
  process.on("SIGTERM", () => process.exit(0));
`;

let folder = "";
let script = "";
let uploads = "";
let started: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-web-"));
  script = path.join(folder, "server.cjs");
  await writeFile(script, SERVER);
  uploads = path.join(folder, "uploads.cjs");
  await writeFile(uploads, UPLOADS);
});
afterEach(async () => {
  started?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

function start(argument: string): ChildProcess {
  // As the supervisor starts it: with a channel, at whose end it ends.
  started = spawn(process.execPath, ["--import", "./lib/platform/supervisor/exit-with-parent.ts", "lib/cli/start/web-processes.ts", "2", uploads, script, argument], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  return started;
}

/** The process that answers on a connection of its own; undefined while none does. */
async function answering(port: number): Promise<number | undefined> {
  const text = await answerOf({ port, host: "127.0.0.1" });
  return text === undefined ? undefined : Number(text);
}

function answerOf(place: { port: number; host: string; path?: string } | { socketPath: string }): Promise<string | undefined> {
  return new Promise((resolve) => {
    // What was on its way into a process that is killed has no answer.
    get({ ...place, agent: false, signal: AbortSignal.timeout(1_000) }, (answer) => {
      answer.setEncoding("utf8").once("data", (text: string) => resolve(text));
    }).once("error", () => resolve(undefined));
  });
}

/** Asks until as many processes have answered that are not among the ones known. */
async function answeringBeside(known: readonly number[], port: number, count: number): Promise<number[]> {
  const found = new Set<number>();
  await expect.poll(async () => {
    const pid = await answering(port);
    if (pid !== undefined && !known.includes(pid)) found.add(pid);
    return found.size;
  }, { timeout: 20_000, interval: 20 }).toBe(count);
  return [...found];
}

describe("several web processes", () => {
  test("answer at one port; one that is killed is replaced, and SIGTERM ends them all", async () => {
    const port = await freePort("127.0.0.1");
    const first = start(String(port));
    const [killed = 0, left = 0] = await answeringBeside([], port, 2);
    process.kill(killed, "SIGKILL");
    expect(await answeringBeside([killed, left], port, 1)).toHaveLength(1);
    first.kill("SIGTERM");
    expect((await once(first, "exit"))[0]).toBe(0);
    expect(await answering(port)).toBeUndefined();
  });

  test("are told where the upload process listens; it is replaced when it is killed, and ends with them", async () => {
    const port = await freePort("127.0.0.1");
    const first = start(String(port));
    await answeringBeside([], port, 2);
    const socketPath = await answerOf({ port, host: "127.0.0.1", path: "/socket" }) ?? "";
    const uploadPid = async (): Promise<number> => Number(await answerOf({ socketPath }) ?? 0);
    await expect.poll(uploadPid, { timeout: 10_000 }).toBeGreaterThan(0);
    const killed = await uploadPid();
    process.kill(killed, "SIGKILL");
    await expect.poll(async () => ![0, killed].includes(await uploadPid()), { timeout: 10_000 }).toBe(true);
    const last = await uploadPid();
    first.kill("SIGTERM");
    expect((await once(first, "exit"))[0]).toBe(0);
    expect(() => process.kill(last, 0)).toThrow("ESRCH");
    expect(existsSync(path.dirname(socketPath))).toBe(false);
  });

  test("one that never listens ends them all with its code", async () => {
    expect((await once(start("fail"), "exit"))[0]).toBe(3);
  });
});
