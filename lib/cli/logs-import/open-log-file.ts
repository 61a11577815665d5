import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

const CHUNK_BYTES = 1024 * 1024;

export type LogFile = { byteLength: number; body: AsyncIterable<Uint8Array>; close(): Promise<void> };

/** Opens a file for import. @throws SetupProblem when it is missing, no file, unreadable or empty */
export async function openLogFile(file: string): Promise<LogFile> {
  const handle = await open(file, "r").catch((error: NodeJS.ErrnoException) => {
    throw new SetupProblem(sentenceOf(error, file), { cause: error });
  });
  const status = await handle.stat();
  const refuse = async (sentence: string): Promise<never> => {
    await handle.close();
    throw new SetupProblem(sentence);
  };
  if (status.isDirectory()) return refuse(`${file} is a folder: name a log file in it.`);
  if (!status.isFile()) return refuse(`${file} is not a regular file.`);
  if (status.size === 0) return refuse(`${file} is empty: there is nothing to import.`);
  const body = createReadStream(file, { fd: handle, autoClose: false, highWaterMark: CHUNK_BYTES });
  return { byteLength: status.size, body, close: () => handle.close() };
}

function sentenceOf(error: NodeJS.ErrnoException, file: string): string {
  if (error.code === "ENOENT") return `There is no file ${file}.`;
  if (error.code === "EISDIR") return `${file} is a folder: name a log file in it.`;
  if (error.code === "EACCES" || error.code === "EPERM") return `${file} may not be read by this user.`;
  return `${file} cannot be opened (${error.code ?? error.message}).`;
}
