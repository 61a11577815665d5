import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dataHolder, lockData } from "./data-lock.ts";
import { processIdentity } from "./process-identity.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "tickmark-lock-"));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

async function deadProcess(): Promise<{ pid: number; identity: string }> {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  const pid = child.pid ?? 0;
  const identity = (await processIdentity(pid)) ?? "";
  child.kill("SIGKILL");
  await once(child, "exit");
  return { pid, identity };
}

test("one process holds a data folder; released, it is free for the next", async () => {
  const data = await folder();
  const lock = await lockData(data);
  expect(await lockData(data)).toMatchObject({ heldBy: { pid: process.pid } });
  expect(await dataHolder(data)).toMatchObject({ pid: process.pid });
  if ("heldBy" in lock) throw new Error("the first taker must get the lock");
  await lock.release();
  expect(await dataHolder(data)).toBeUndefined();
  expect(await lockData(data)).toHaveProperty("release");
  expect(await readdir(data)).toEqual(["start.2.lock"]);
});

test("of many takers at once exactly one gets it, also over a dead one's lock", async () => {
  for (const content of [undefined, JSON.stringify(await deadProcess()), "cut off in the mid"]) {
    const data = await folder();
    if (content !== undefined) await writeFile(path.join(data, "start.4.lock"), content);
    const taken = await Promise.all(Array.from({ length: 20 }, () => lockData(data)));
    expect(taken.filter((lock) => !("heldBy" in lock))).toHaveLength(1);
    expect(await readdir(data)).toEqual([content === undefined ? "start.1.lock" : "start.5.lock"]);
  }
});

test("takers that come and go never hold it together", async () => {
  const data = await folder();
  let holding = 0;
  let most = 0;
  let turns = 0;
  const comeAndGo = async (): Promise<void> => {
    for (let round = 0; round < 15; round += 1) {
      const lock = await lockData(data);
      if ("heldBy" in lock) continue;
      holding += 1;
      turns += 1;
      most = Math.max(most, holding);
      await new Promise((resolve) => setImmediate(resolve));
      holding -= 1;
      await lock.release();
    }
  };
  await Promise.all(Array.from({ length: 10 }, comeAndGo));
  expect(most).toBe(1);
  expect(turns).toBeGreaterThan(5);
});

test("a lock whose process number another program has now is dead", async () => {
  const data = await folder();
  await writeFile(path.join(data, "start.4.lock"), JSON.stringify({ pid: process.pid, identity: "an earlier process" }));
  expect(await dataHolder(data)).toBeUndefined();
  expect(await lockData(data)).toHaveProperty("release");
});

test("a process has one identity for its life, and none when it is gone", async () => {
  expect(await processIdentity(process.pid)).toBe(await processIdentity(process.pid));
  const { pid, identity } = await deadProcess();
  expect(identity).not.toBe("");
  expect(await processIdentity(pid)).not.toBe(identity);
});

test("a folder that is a file is one sentence", async () => {
  const data = path.join(await folder(), "file");
  await writeFile(data, "");
  await expect(lockData(data)).rejects.toThrow(/cannot work in its data folder .* \(ENOTDIR\)/);
});
