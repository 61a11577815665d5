import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kernelModule } from "#lib/testing/build-kernel.ts";

test("the kernel that runs is what its source compiles to", async () => {
  expect(await readFile(join(import.meta.dirname, "kernel-bytes.ts"), "utf8")).toBe(await kernelModule());
});
