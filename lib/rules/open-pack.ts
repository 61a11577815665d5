import { isUtf8 } from "node:buffer";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RuleProblem } from "#lib/detection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { measureUpload, readStoredZip, type ZippedFile } from "#lib/uploads/index.ts";
import { checkText, type TextCheck } from "./check-text.ts";
import { RULE_LIMITS } from "./limits.ts";

/** A file of an archive that compiles. */
export type PackFile = { path: string; text: string; check: TextCheck };
/** Why a file, or a rule in it, is not taken. Paths and sentences are untrusted text. */
export type PackProblem = Pick<RuleProblem, "path" | "line" | "column" | "message">;

type OpenedPack = {
  files: PackFile[];
  refused: PackProblem[];
  /** Files that are no YAML, such as pictures and scripts. */
  leftOut: number;
  /** The first line of a licence file that lies in it; null when none does. */
  licenseLine: string | null;
};

const RULE_FILE = /\.ya?ml$/i;
const LICENSE_FILE = /(?:^|\/)(?:LICENSE|LICENCE|COPYING)(?:\.[a-z.]+)?$/i;
const LICENSE_BYTES = 200_000;
/** Lines of it among which the licence's name is looked for. */
const LICENSE_LINES = 100;
/** Compiling gives way to other work this often. */
const FILES_PER_TURN = 20;

/**
 * Reads an archive of rules that one sent before, each file compiled by itself. Its directory is judged before a byte is
 * unpacked (paths that lead out, sizes, growth, count); each file is read to its limit and no further.
 *
 * @throws AppError not_found; what `readStoredZip` refuses; limit_exceeded when its texts together are more than is taken
 */
export async function openPack(context: Context, sha256: string): Promise<OpenedPack> {
  const byteLength = await measureUpload(context, { sha256 });
  if (byteLength > RULE_LIMITS.packBytes) throw new AppError("limit_exceeded", "pack_too_large", `The archive has more than ${RULE_LIMITS.packBytes / 1_048_576} MiB, which no collection of rules needs; nothing was taken from it.`);
  // Read once: each reading from the store opens and decrypts it anew, and there are thousands of files in it.
  const parts: Buffer[] = [];
  for await (const part of runtime().blobs.read(context.organizationId, sha256)) parts.push(Buffer.from(part));
  const archive = Buffer.concat(parts);
  const zipped = await readStoredZip(async function* (from) { yield archive.subarray(from); }, byteLength, { files: RULE_LIMITS.filesPerPack });
  const opened: OpenedPack = { files: [], refused: [], leftOut: 0, licenseLine: null };
  let chars = 0;
  for (const [at, file] of zipped.entries()) {
    if (at % FILES_PER_TURN === 0) await nextTurn();
    if (!RULE_FILE.test(file.path)) {
      opened.leftOut += 1;
      if (opened.licenseLine === null && LICENSE_FILE.test(file.path) && file.byteLength <= LICENSE_BYTES) opened.licenseLine = licenseNamed((await bytesOf(file)).toString("utf8").toWellFormed().replaceAll("\0", "\uFFFD"));
      continue;
    }
    const text = file.byteLength > RULE_LIMITS.textChars ? null : readText(await bytesOf(file));
    chars += typeof text === "string" ? text.length : 0;
    if (chars > RULE_LIMITS.packChars) throw new AppError("limit_exceeded", "pack_too_large", `The archive holds more than ${RULE_LIMITS.packChars / 1_000_000} million characters of rules; nothing was taken from it. Pack it into several.`);
    if (text === null) opened.refused.push({ path: file.path, line: 1, column: 1, message: `The file has more than ${RULE_LIMITS.textChars} bytes, which no rule needs.` });
    else if (typeof text !== "string") opened.refused.push({ path: file.path, column: 1, ...text });
    else judge(opened, file.path, text);
  }
  return opened;
}

function judge(opened: OpenedPack, path: string, text: string): void {
  const check = checkText(text, null, "if_there");
  const refused = check.problems.filter(({ severity }) => severity === "refused");
  const failed = check.tests.find(({ passed }) => !passed);
  if (refused.length > 0) opened.refused.push(...refused.slice(0, 5).map(({ line, column, message }) => ({ path, line, column, message })));
  else if (failed !== undefined) opened.refused.push({ path, line: check.rules.find(({ id }) => id === failed.ruleId)?.line ?? 1, column: 1, message: `An example does not hold. ${failed.message}` });
  else opened.files.push({ path, text, check });
}

/** A text as its author wrote it, or where it is none: what is kept has to be what was sent. A mark at its beginning is no part of it. */
function readText(bytes: Buffer): string | Pick<PackProblem, "line" | "message"> {
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { line: lineAt(bytes, nul), message: "The file holds a NUL byte, which no text does." };
  if (isUtf8(bytes)) return bytes.toString("utf8").replace(/^\uFEFF/, "");
  const lines = bytes.toString("latin1").split("\n");
  return { line: lines.findIndex((line) => !isUtf8(Buffer.from(line, "latin1"))) + 1, message: "The line is not UTF-8. Save the file in that encoding." };
}

const lineAt = (bytes: Buffer, at: number): number => bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;

async function bytesOf(file: ZippedFile): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of file.open()) parts.push(chunk);
  return Buffer.concat(parts);
}

/** The line of a licence's file that names it: its first one, unless that is a mere heading; then the one that names a licence, in brackets or by its kind. */
function licenseNamed(text: string): string | null {
  const lines = text.split(/\r?\n/, LICENSE_LINES).map((line) => line.replace(/^[#=\s*-]+/, "").trim()).filter((line) => line !== "");
  const [first] = lines;
  if (first === undefined) return null;
  if (!/^licen[cs](?:e|es|ing)\b.{0,3}$/i.test(first)) return first.slice(0, 200);
  const [, named] = lines.map((line) => /\[([^\][]{3,120}licen[cs]e[^\][]{0,60})\]/i.exec(line)).find((found) => found !== null) ?? [];
  return (named ?? lines.find((line) => line !== first && /licen[cs]e/i.test(line)) ?? first).slice(0, 200);
}
