import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { ContentProblem } from "./problem.ts";
import { MAX_CONTENT_FILE_BYTES } from "./read-yaml.ts";

export interface ContentFile {
  /** Path inside the content folder, with forward slashes. */
  file: string;
  source: string;
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  sha256: string;
}

/**
 * Reads the files of `folder/below` that end in `extension` (not its subfolders), in the order of their names.
 * What cannot be read (missing folder, link, too large, not UTF-8) is a located problem, never an absence.
 *
 * @param folder root of the content, to which reported paths are relative
 */
export async function readContentFolder(
  folder: string,
  below: string,
  extension: string,
): Promise<{ files: ContentFile[]; problems: ContentProblem[] }> {
  const files: ContentFile[] = [];
  const problems: ContentProblem[] = [];
  let names: string[] = [];
  try {
    names = (await readdir(path.join(folder, below))).filter((name) => name.endsWith(extension)).sort();
  } catch (error) {
    problems.push({ file: below, line: 1, column: 1, sentence: `The folder cannot be read (${codeOf(error)}).` });
  }
  for (const name of names) {
    const read = await readContentFile(folder, `${below}/${name}`);
    if (read.value) files.push(read.value);
    problems.push(...read.problems);
  }
  return { files, problems };
}

/** Reads one content file; see {@link readContentFolder}. */
export async function readContentFile(
  folder: string,
  file: string,
): Promise<{ value: ContentFile | null; problems: ContentProblem[] }> {
  const fail = (sentence: string) => ({ value: null, problems: [{ file, line: 1, column: 1, sentence }] });
  try {
    const full = path.join(folder, ...file.split("/"));
    const status = await lstat(full);
    // A link could lead out of the content folder and past the hash of what people reviewed.
    if (!status.isFile()) return fail("Not a regular file.");
    if (status.size > MAX_CONTENT_FILE_BYTES) return fail("The file is larger than 1 MB.");
    const bytes = await readFile(full);
    const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { value: { file, source, sha256: createHash("sha256").update(bytes).digest("hex") }, problems: [] };
  } catch (error) {
    return fail(error instanceof TypeError ? "The file is not valid UTF-8." : `The file cannot be read (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
