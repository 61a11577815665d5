import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ensureSecrets, readSecrets, secretsPath } from "./secrets.ts";

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "tickmark-secrets-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return path.join(made, "data");
}

test("secrets are made once, for their owner's eyes alone", async () => {
  const data = await folder();
  const [first, second] = await Promise.all([ensureSecrets(data), ensureSecrets(data)]);
  expect(second).toEqual(first);
  expect(await ensureSecrets(data)).toEqual(first);
  expect((await stat(secretsPath(data))).mode & 0o777).toBe(0o600);
  const values = [first.sessionSecret, first.masterKey, ...Object.values(first.databasePasswords)];
  expect(new Set(values).size).toBe(6);
});

test("secrets that are gone while their data is there are not replaced", async () => {
  const data = await folder();
  await mkdir(path.join(data, "blobs"), { recursive: true });
  await expect(ensureSecrets(data)).rejects.toThrow(/secrets\.json is missing although the data folder holds blobs: restore it/);
});

test("a damaged file is told, not overwritten", async () => {
  const data = await folder();
  await ensureSecrets(data);
  for (const damage of ["", "{", '{"sessionSecret":"x"}']) {
    await writeFile(secretsPath(data), damage);
    await expect(ensureSecrets(data)).rejects.toThrow(/is damaged: restore it from the backup/);
    expect(await readFile(secretsPath(data), "utf8")).toBe(damage);
  }
});

test("a folder that cannot be made is one sentence", async () => {
  const data = await folder();
  await writeFile(data, "a file stands here");
  await expect(ensureSecrets(data)).rejects.toThrow(/Tickmark cannot work in its data folder .* set TICKMARK_DATA/);
});

test("before the first start, the sentence says what to run", async () => {
  const data = await folder();
  expect(() => readSecrets(data)).toThrow(/run "tickmark start"/);
});
