import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readContentFile, readContentFolder } from "./read-content-folder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "content-"));
  await mkdir(path.join(folder, "library"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("content folder", () => {
  it("reads files of the extension by name, with the hash of their bytes", async () => {
    await writeFile(path.join(folder, "library", "b.md"), "\uFEFFb\r\n");
    await writeFile(path.join(folder, "library", "a.md"), "a");
    await writeFile(path.join(folder, "library", "c.txt"), "c");
    const read = await readContentFolder(folder, "library", ".md");
    expect(read).toEqual({
      files: [
        { file: "library/a.md", source: "a", sha256: createHash("sha256").update("a").digest("hex") },
        { file: "library/b.md", source: "\uFEFFb\r\n", sha256: createHash("sha256").update("\uFEFFb\r\n").digest("hex") },
      ],
      problems: [],
    });
  });

  it("reports what cannot be read instead of leaving it out", async () => {
    await writeFile(path.join(folder, "library", "a.md"), Buffer.from([0x66, 0xff]));
    await symlink("/dev/null", path.join(folder, "library", "b.md"));
    await writeFile(path.join(folder, "library", "c.md"), Buffer.alloc(1_048_577, 0x20));
    const read = await readContentFolder(folder, "library", ".md");
    expect(read.files).toEqual([]);
    expect(read.problems.map(({ file, sentence }) => `${file}: ${sentence}`)).toEqual([
      "library/a.md: The file is not valid UTF-8.",
      "library/b.md: Not a regular file.",
      "library/c.md: The file is larger than 1 MB.",
    ]);
  });

  it("reports a missing folder and a missing file", async () => {
    expect((await readContentFolder(folder, "frameworks", ".yaml")).problems).toEqual([
      { file: "frameworks", line: 1, column: 1, sentence: "The folder cannot be read (ENOENT)." },
    ]);
    expect((await readContentFile(folder, "log-matrix.yaml")).problems).toEqual([
      { file: "log-matrix.yaml", line: 1, column: 1, sentence: "The file cannot be read (ENOENT)." },
    ]);
  });
});
