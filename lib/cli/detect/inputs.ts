import { glob, open, stat } from "node:fs/promises";
import path from "node:path";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

export const STANDARD_INPUT = "-";
/** What is made of a chunk must be dead before much is collected: larger ones are no faster and take more memory. */
export const CHUNK_BYTES = 256 * 1024;

/** The files that names and patterns stand for, each once, in the order given. @throws SetupProblem when one stands for none */
export async function inputFiles(names: readonly string[], directory: string): Promise<string[]> {
  const files: string[] = [];
  for (const name of names) {
    if (name === STANDARD_INPUT) {
      files.push(name);
      continue;
    }
    const found = await filesOf(path.resolve(directory, name));
    if (found.length === 0) throw new SetupProblem(`There is no file ${name}.`);
    files.push(...found);
  }
  return [...new Set(files)];
}

async function filesOf(name: string): Promise<string[]> {
  const status = await stat(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (status?.isDirectory()) throw new SetupProblem(`${name} is a folder: name files in it, such as ${path.join(name, "*.json")}.`);
  if (status !== null) return [name];
  const found: string[] = [];
  for await (const file of glob(name)) if ((await stat(file)).isFile()) found.push(file);
  return found.sort();
}

/** @param stop ends what waits for more of standard input */
export function openInput(file: string, stop = new AbortController().signal): AsyncIterable<Uint8Array> {
  return file === STANDARD_INPUT ? standardInput(stop) : readChunks(file);
}

async function* standardInput(stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const { stdin } = process;
  const end = (): void => void stdin.destroy();
  stop.addEventListener("abort", end);
  try {
    for await (const chunk of stdin) yield chunk as Uint8Array;
  } catch (error) {
    // What was cut off because somebody asked for it is no fault.
    if (!stop.aborted) throw error;
  } finally {
    stop.removeEventListener("abort", end);
  }
}

/** The bytes of a file. A chunk stands in a buffer that the next one is read into. */
export async function* readChunks(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Bytes of a file; null for standard input, whose end is not known before. */
export async function inputBytes(file: string): Promise<number | null> {
  return file === STANDARD_INPUT ? null : (await stat(file)).size;
}

/** Bytes of files together; null when one is standard input. */
export async function bytesOf(files: readonly string[]): Promise<number | null> {
  let sum = 0;
  for (const file of files) {
    const size = await inputBytes(file);
    if (size === null) return null;
    sum += size;
  }
  return sum;
}

/** The first bytes of a file. */
export async function headOf(file: string, bytes: number): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const head = new Uint8Array(bytes);
    const { bytesRead } = await handle.read(head, 0, bytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
