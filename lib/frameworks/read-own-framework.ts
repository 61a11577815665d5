import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import type { ContentProblem, Parsed } from "#lib/content/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { readSpreadsheet, SPREADSHEET_LIMITS } from "#lib/spreadsheets/index.ts";
import type { Framework } from "./framework.ts";
import { openFrameworkFile } from "./open-framework-file.ts";
import { withoutPlaces } from "./own-input.ts";
import { OWN_FRAMEWORK_LIMITS } from "./own-limits.ts";
import { parseOwnFramework, type OwnOrigin } from "./parse-own-framework.ts";
import { parseOwnSheet, type SheetNames } from "./parse-own-sheet.ts";
import type { OwnFrameworkPlan } from "./plan-own-framework.ts";
import { previewOwnFramework } from "./preview-own-framework.ts";
import { saveOwnFramework } from "./save-own-framework.ts";

/** Which file, under which name, and what a table cannot say of itself. */
export type FrameworkFileChoice = { sha256: string; fileName: string; names: SheetNames };

export type ReadOwnFramework = {
  /** A table needs names beside its rows; YAML says them itself. */
  form: "yaml" | "sheet";
  framework: Framework | null;
  problems: ContentProblem[];
  problemCount: number;
  plan: OwnFrameworkPlan | null;
};

/** Reads a file that was sent and says what it would do. @throws AppError not_found; validation with a sentence on why it cannot be read */
export async function lookAtOwnFramework(context: Context, choice: FrameworkFileChoice): Promise<ReadOwnFramework> {
  const { form, parsed } = await readFile(context, choice);
  const plan = parsed.value === null ? null : await previewOwnFramework(context, { framework: withoutPlaces(parsed.value) });
  return { form, framework: parsed.value, problems: [...parsed.problems].sort((a, b) => a.line - b.line || a.column - b.column).slice(0, OWN_FRAMEWORK_LIMITS.problemsShown), problemCount: parsed.problems.length, plan };
}

/** Takes what {@link lookAtOwnFramework} showed: the file is read again, nothing that a browser sends is taken for its content. */
export async function takeOwnFramework(context: Context, choice: FrameworkFileChoice): Promise<Pick<OwnFrameworkPlan, "key" | "version" | "kind">> {
  const { parsed } = await readFile(context, choice);
  if (parsed.value === null) throw new AppError("validation", "framework_broken", "The file has problems; nothing was saved.");
  return saveOwnFramework(context, { framework: withoutPlaces(parsed.value), fileName: choice.fileName, fileSha256: choice.sha256 });
}

async function readFile(context: Context, { sha256, fileName, names }: FrameworkFileChoice): Promise<{ form: "yaml" | "sheet"; parsed: Parsed<Framework> }> {
  const { publisher } = await openFrameworkFile(context, { sha256 });
  const origin: OwnOrigin = { publisher, source: `The organization’s own file ${fileName}.` };
  const bytes = await readWithin(context.organizationId, sha256, SPREADSHEET_LIMITS.fileBytes);
  if (bytes.length > SPREADSHEET_LIMITS.fileBytes) throw new AppError("validation", "framework_file_large", `The file is larger than ${SPREADSHEET_LIMITS.fileBytes / 1024 / 1024} MiB. Nothing was changed.`);
  if (!/\.ya?ml$/i.test(fileName)) {
    const { sheet } = await readSpreadsheet(bytes);
    return { form: "sheet", parsed: parseOwnSheet(fileName, sheet.rows, names, origin) };
  }
  return { form: "yaml", parsed: parseOwnFramework(fileName, textOf(bytes), origin) };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new AppError("validation", "framework_file_encoding", "The file is not valid UTF-8. Save it as UTF-8 and send it again.", [], { cause: error });
    throw error;
  }
}
