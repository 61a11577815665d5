import { readContentFile, readContentFolder } from "#lib/content/index.ts";
import type { ContentProblem, Parsed } from "#lib/content/index.ts";
import type { LintedMapping, LoadedFile, InFile } from "#lib/frameworks/index.ts";
import type { ControlContent } from "./control.ts";
import type { LogMatrix } from "./log-matrix.ts";
import { parseControlFile } from "./parse-control-file.ts";
import { parseGlossary } from "./parse-glossary.ts";
import type { GlossaryWord } from "./parse-glossary.ts";
import { parseLogMatrix } from "./parse-log-matrix.ts";

export interface LoadedControls {
  controls: LoadedFile<ControlContent>[];
  /** Null when the file is missing or has problems. */
  logMatrix: LoadedFile<LogMatrix> | null;
  glossary: LoadedFile<GlossaryWord[]> | null;
  /** Problems of reading and parsing. Files with problems are absent above. */
  problems: ContentProblem[];
}

/**
 * Loads `library/`, `log-matrix.yaml` and `glossary.yaml` of a content folder; controls in the order of their codes.
 *
 * @param folder the content folder (`controls/` of the product, or an organization's own checkout)
 */
export async function loadControlContent(folder: string): Promise<LoadedControls> {
  const library = await readContentFolder(folder, "library", ".md");
  const problems = [...library.problems];
  const controls: LoadedFile<ControlContent>[] = [];
  for (const { file, source, sha256 } of library.files) {
    const parsed = parseControlFile(file, source);
    problems.push(...parsed.problems);
    if (parsed.value !== null) controls.push({ file, sha256, value: parsed.value });
  }
  const matrix = await loadOne(folder, "log-matrix.yaml", parseLogMatrix);
  const glossary = await loadOne(folder, "glossary.yaml", parseGlossary);
  const codes = new Set(controls.map(({ value }) => value.code));
  // A control whose own file is broken is not "unknown"; its file's problem says what is wrong.
  const unknown = library.problems.length === 0 && controls.length === library.files.length ? unknownControls(matrix.loaded, codes) : [];
  return {
    controls,
    logMatrix: matrix.loaded,
    glossary: glossary.loaded,
    problems: [...problems, ...matrix.problems, ...glossary.problems, ...unknown],
  };
}

/** The mappings of all controls in the form that `lintContent` of the frameworks takes. */
export function mappingsToLint(controls: readonly InFile<ControlContent>[]): InFile<LintedMapping>[] {
  return controls.flatMap(({ file, value }) =>
    value.mappings.map(({ framework, requirement, via, at }) => ({
      file,
      value: { control: value.code, framework, requirement, via, at },
    })),
  );
}

async function loadOne<T>(
  folder: string,
  file: string,
  parse: (file: string, source: string) => Parsed<T>,
): Promise<{ loaded: LoadedFile<T> | null; problems: ContentProblem[] }> {
  const read = await readContentFile(folder, file);
  if (read.value === null) return { loaded: null, problems: read.problems };
  const parsed = parse(file, read.value.source);
  if (parsed.value === null) return { loaded: null, problems: parsed.problems };
  return { loaded: { file, sha256: read.value.sha256, value: parsed.value }, problems: parsed.problems };
}

function unknownControls(matrix: LoadedFile<LogMatrix> | null, codes: Set<string>): ContentProblem[] {
  if (matrix === null) return [];
  return matrix.value.rows.flatMap((row) =>
    row.controls
      .filter((code) => !codes.has(code))
      .map((code) => ({ file: matrix.file, ...row.at, sentence: `“${row.id}” names the unknown control “${code}”.` })),
  );
}
