import { existsSync } from "node:fs";
import path from "node:path";
import { readContentFolder } from "#lib/content/index.ts";
import type { ContentFile, ContentProblem, Parsed } from "#lib/content/index.ts";
import type { Crosswalk } from "./crosswalk.ts";
import type { Framework } from "./framework.ts";
import type { InFile } from "./lint-content.ts";
import { parseCrosswalkFile } from "./parse-crosswalk-file.ts";
import { parseFrameworkFile } from "./parse-framework-file.ts";

/** A parsed content file with the SHA-256 of its bytes, by which a stored version names what it was read from. */
export interface LoadedFile<T> extends InFile<T> {
  sha256: string;
}

export interface FrameworkContent {
  frameworks: LoadedFile<Framework>[];
  crosswalks: LoadedFile<Crosswalk>[];
  /** Problems of reading and parsing. Files with problems are absent above, so an empty list must be checked first. */
  problems: ContentProblem[];
}

/**
 * Loads `frameworks/` and `crosswalks/` of a content folder, in the order of file names.
 *
 * @param folder the content folder (`controls/` of the product, or an organization's own checkout)
 * @param mayLack whether a folder that is not there is one without files; else it is a problem
 */
export async function loadFrameworkContent(folder: string, { mayLack } = { mayLack: false }): Promise<FrameworkContent> {
  const read = async (below: string) => (mayLack && !existsSync(path.join(folder, below)) ? { files: [], problems: [] } : readContentFolder(folder, below, ".yaml"));
  const frameworkFiles = await read("frameworks");
  const crosswalkFiles = await read("crosswalks");
  const frameworks = parseAll(frameworkFiles.files, parseFrameworkFile);
  const crosswalks = parseAll(crosswalkFiles.files, parseCrosswalkFile);
  return {
    frameworks: frameworks.loaded,
    crosswalks: crosswalks.loaded,
    problems: [...frameworkFiles.problems, ...frameworks.problems, ...crosswalkFiles.problems, ...crosswalks.problems],
  };
}

function parseAll<T>(
  files: ContentFile[],
  parse: (file: string, source: string) => Parsed<T>,
): { loaded: LoadedFile<T>[]; problems: ContentProblem[] } {
  const loaded: LoadedFile<T>[] = [];
  const problems: ContentProblem[] = [];
  for (const { file, source, sha256 } of files) {
    const parsed = parse(file, source);
    problems.push(...parsed.problems);
    if (parsed.value !== null) loaded.push({ file, sha256, value: parsed.value });
  }
  return { loaded, problems };
}
