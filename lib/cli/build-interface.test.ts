import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sourcesHash } from "./build-interface.ts";

test("a build is stale when a source is changed, added or renamed, and not for tests or generated files", async () => {
  const root = await mkdtemp(path.join(tmpdir(), "tickmark-sources-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const write = async (file: string, text: string): Promise<string> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
    return sourcesHash(root);
  };
  const first = await write("app/page.tsx", "one");
  expect(await write("app/page.tsx", "one")).toBe(first);
  for (const file of ["app/page.test.tsx", "prisma/generated/client.ts", "lib/cli/main.ts", "README.md", "integrations/x/fixtures/a.json"]) {
    expect(await write(file, "anything")).toBe(first);
  }
  const changed = await write("app/page.tsx", "two");
  const added = await write("lib/x/y.ts", "");
  const configured = await write("next.config.ts", "");
  const locked = await write("package-lock.json", "{}");
  await rename(path.join(root, "lib/x/y.ts"), path.join(root, "lib/x/z.ts"));
  const renamed = await sourcesHash(root);
  expect(new Set([first, changed, added, configured, locked, renamed]).size).toBe(6);
});
