import type { z } from "zod";
import { comparePdf } from "#lib/inspection/index.ts";
import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { REDACTION_LIMITS } from "./limits.ts";
import { readOriginalFacts, type OriginalFacts } from "./read-original.ts";
import type { redactionInput } from "./redact-evidence.ts";
import { columnNames, countLines, lineRanges, redactColumns, redactLines } from "./redact-text.ts";

type How = z.output<typeof redactionInput>;
export type PreparedRedaction = { file: { sha256: string; fileName: string; mediaType: string }; removed: string; /** Stored here just now; null for what was uploaded. */ made: StoredBlob | null };

const wrong = (path: string, message: string): AppError => new AppError("validation", "redaction_refused", "Nothing was recorded.", [{ path, message }]);

/** Looks at the original, and makes the redacted version or judges the one that was sent; before any transaction. */
export async function prepareRedaction(context: Context, evidenceId: string, how: How): Promise<PreparedRedaction> {
  const original = await readOriginalFacts(context, { evidenceId });
  if (how.kind === "file") {
    await refuseCoveredPdf(context, original, how.file.sha256);
    return { file: how.file, removed: how.removed, made: null };
  }
  const text = await originalText(context, original);
  const { redacted, removed } = how.kind === "columns" ? withoutColumns(text, how.columns) : withoutLines(text, how.lines);
  const body = async function* (): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from(redacted, "utf8"));
  };
  const made = await runtime().blobs.write(context.organizationId, body(), { maxBytes: 2 * REDACTION_LIMITS.fileBytes });
  return { file: { sha256: made.sha256, fileName: redactedName(original.fileName), mediaType: original.mediaType }, removed, made };
}

function withoutColumns(text: string, columns: readonly number[]): { redacted: string; removed: string } {
  const names = columnNames(text, REDACTION_LIMITS.columns);
  if (columns.some((index) => index >= names.length)) throw wrong("how.columns", "The file has no such column.");
  const chosen = columns.map((index) => names[index] ?? `column ${index + 1}`);
  return { redacted: redactColumns(text, columns), removed: `${chosen.length === 1 ? "Column" : "Columns"} ${chosen.join(", ")}`.slice(0, REDACTION_LIMITS.words) };
}

function withoutLines(text: string, lines: string): { redacted: string; removed: string } {
  const ranges = lineRanges(lines);
  if (ranges === null || ranges.length > REDACTION_LIMITS.chosen) throw wrong("how.lines", "Write lines as 3-5, 9.");
  const count = countLines(text);
  if (ranges.some(({ first }) => first > count)) throw wrong("how.lines", `The file has ${count} ${count === 1 ? "line" : "lines"}.`);
  return { redacted: redactLines(text, ranges), removed: `Lines ${lines}` };
}

/** "list.csv" as "list-redacted.csv". */
const redactedName = (name: string): string => name.replace(/(\.[^.]{1,12})?$/, (ending) => `-redacted${ending}`);

/**
 * The original as text, where it is one.
 * @throws AppError precondition_failed (not_text, file_too_large)
 */
export async function originalText({ organizationId }: Context, { sha256 }: OriginalFacts): Promise<string> {
  const bytes = await readWithin(organizationId, sha256, REDACTION_LIMITS.fileBytes);
  if (bytes.length > REDACTION_LIMITS.fileBytes) throw new AppError("precondition_failed", "file_too_large", "The file is too large to be redacted here. Redact it with a tool of your own and upload it.");
  const text = utf8(bytes);
  if (text === null || text.includes("\0")) throw new AppError("precondition_failed", "not_text", "This is no text in UTF-8. Redact it with a tool of your own and upload it.");
  return text;
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const UNSAFE = "Boxes that are drawn over a text leave the text in the file, where anybody can copy it.";

async function refuseCoveredPdf({ organizationId }: Context, original: OriginalFacts, sha256: string): Promise<void> {
  const before = await readWithin(organizationId, original.sha256, REDACTION_LIMITS.fileBytes);
  if (!before.subarray(0, 1_024).includes("%PDF-")) return;
  const after = await readWithin(organizationId, sha256, REDACTION_LIMITS.fileBytes).catch((error: unknown) => {
    if (error instanceof AppError && error.reason === "blob_missing") return null;
    throw error;
  });
  if (after === null || !after.subarray(0, 1_024).includes("%PDF-")) return;
  if (before.length > REDACTION_LIMITS.fileBytes || after.length > REDACTION_LIMITS.fileBytes) throw wrong("how.file", "A PDF of this size cannot be checked for what was only covered. Export the redacted pages as pictures and upload these.");
  const found = await comparePdf(before, after);
  if (found === "nothing_removed") throw wrong("how.file", `Everything that the original shows is still in this PDF. ${UNSAFE} Use a tool that removes it, or export the pages as pictures.`);
  if (found === "marked_only") throw wrong("how.file", `What is to be redacted is marked in this PDF, and not removed yet. ${UNSAFE} Apply the redaction, then upload the file.`);
  if (found === "unreadable") throw wrong("how.file", "This PDF is packed or encrypted in a way that cannot be checked for what was only covered. Export the redacted pages as pictures and upload these.");
}
