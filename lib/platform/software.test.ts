import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SOFTWARE } from "./software.ts";

test("the software states the version of its package", async () => {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
  expect(SOFTWARE).toBe(`Tickmark ${version}`);
});
