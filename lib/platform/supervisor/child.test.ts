import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { childEnvironment } from "../env.ts";
import { superviseChild } from "./child.ts";
import type { ChildOptions, SupervisedChild } from "./child.ts";
import { openLogFile } from "./log-file.ts";
import { processIdentity } from "./process-identity.ts";

async function supervise(script: string, options: Partial<ChildOptions> = {}): Promise<{ child: SupervisedChild; folder: string; crashes: string[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-child-"));
  const file = path.join(folder, "child.mjs");
  await writeFile(file, script);
  const log = openLogFile(path.join(folder, "logs", "child.log"));
  const crashes: string[] = [];
  const child = superviseChild({
    args: [file, folder],
    env: childEnvironment({}),
    log,
    echo: false,
    stopWithinMs: 2_000,
    onCrash: ({ exit }) => crashes.push(exit),
    ...options,
  });
  onTestFinished(async () => {
    await child.stop();
    log.close();
    await rm(folder, { recursive: true });
  });
  return { child, folder, crashes };
}

const LIVES = 'console.log("ready"); setInterval(() => {}, 1000);';

async function log(folder: string): Promise<string> {
  return readFile(path.join(folder, "logs", "child.log"), "utf8");
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 10_000, interval: 20 });
}

test("a child that crashes is started again, and its exit is told", async () => {
  const { child, folder, crashes } = await supervise(LIVES);
  await until(async () => (await log(folder)).includes("ready"));
  const first = child.pid;
  if (first === undefined) throw new Error("the child did not start");
  process.kill(first, "SIGKILL");
  await until(() => child.pid !== first);
  await until(async () => (await log(folder)).split("ready").length === 3);
  expect(crashes).toEqual(["SIGKILL"]);
});

test("each crash is followed by a longer pause", async () => {
  const pauses: number[] = [];
  const { child } = await supervise("process.exit(3)", { onCrash: ({ restartInMs }) => pauses.push(restartInMs) });
  await until(() => pauses.length === 2);
  expect(pauses).toEqual([500, 1_000]);
  expect(child.crashes).toBe(2);
});

test("stopping asks first, then ends it, and nothing starts it again", async () => {
  const deaf = 'process.on("SIGTERM", () => console.log("asked")); console.log("ready"); setInterval(() => {}, 1000);';
  const { child, folder, crashes } = await supervise(deaf, { stopWithinMs: 300 });
  await until(async () => (await log(folder)).includes("ready"));
  const { pid } = child;
  await child.stop();
  await sleep(700);
  expect(await log(folder)).toContain("asked");
  expect(await processIdentity(pid ?? 0)).toBeUndefined();
  expect(crashes).toEqual([]);
});

test("a child whose supervisor is killed ends by itself", async () => {
  // The child under supervision is a supervisor of its own here, so that it can be killed.
  const modules = new URL("./", import.meta.url).href;
  const grandchild = 'import { writeFileSync } from "node:fs"; writeFileSync(process.argv[2] + "/pid", String(process.pid)); setInterval(() => console.log("x"), 20);';
  const script = `
    import { writeFileSync } from "node:fs";
    const { superviseChild } = await import("${modules}child.ts");
    const { openLogFile } = await import("${modules}log-file.ts");
    const folder = process.argv[2];
    writeFileSync(folder + "/grandchild.mjs", ${JSON.stringify(grandchild)});
    superviseChild({ args: [folder + "/grandchild.mjs", folder], env: process.env, log: openLogFile(folder + "/grandchild.log"), echo: false, stopWithinMs: 1000, onCrash() {} });`;
  const { child, folder } = await supervise(script);
  const pidFile = path.join(folder, "pid");
  await until(() => stat(pidFile).then(() => true, () => false));
  const pid = Number(await readFile(pidFile, "utf8"));
  expect(await processIdentity(pid)).toBeDefined();
  process.kill(child.pid ?? 0, "SIGKILL");
  await until(async () => (await processIdentity(pid)) === undefined);
});

test("a log file at its limit keeps one older file, and remembers the last lines", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-log-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "web.log");
  const written = openLogFile(file, 20);
  for (const line of ["first line\n", "second line\n", "third line\n"]) written.write(Buffer.from(line));
  written.close();
  expect(await readFile(file, "utf8")).toBe("third line\n");
  expect(await readFile(`${file}.1`, "utf8")).toBe("second line\n");
  expect(written.tail()).toEqual(["first line", "second line", "third line"]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
