import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readControls, writeControlFolder } from "./folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-controls-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what is written is read back, the readme of the folder is no control, and a second writing changes nothing", async () => {
  const files = [{ name: "A.1.md", text: "Größe\n" }];
  await writeFile(path.join(folder, "README.md"), "Ours.");
  expect(await writeControlFolder(folder, files)).toEqual({ written: 1, unchanged: 0, strange: [] });
  expect(await readControls(folder)).toEqual(files);
  expect(await writeControlFolder(folder, files)).toEqual({ written: 0, unchanged: 1, strange: [] });
  expect(await writeControlFolder(folder, [])).toMatchObject({ strange: ["A.1.md"] });
});

test("bytes that are no UTF-8 are refused, never replaced", async () => {
  await writeFile(path.join(folder, "A.1.md"), Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x65]));
  await expect(readControls(folder)).rejects.toThrow("A.1.md is not UTF-8.");
});

test("a folder that is not there is said to be so", async () => {
  await expect(readControls(path.join(folder, "nowhere"))).rejects.toThrow(/cannot be read/);
});

test("a file of fifty megabytes is no control, and is refused before it is read into memory", async () => {
  await writeFile(path.join(folder, "A.1.md"), Buffer.alloc(50_000_000, "x"));
  await expect(readControls(folder)).rejects.toThrow("A.1.md is larger than 1 MB, so it is no control.");
});
