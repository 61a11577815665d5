import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import path from "node:path";

/** At most this much per file, and one older file is kept, so a child's log cannot fill the disk. */
const MAXIMUM_BYTES = 10 * 1024 * 1024;
const REMEMBERED_LINES = 20;

export type LogFile = {
  write(chunk: Buffer): void;
  /** The last lines, for a message about a crash. */
  tail(): string[];
  close(): void;
};

/** Opens a log file to append to; at its limit it becomes `<name>.1` and a new one begins. Readable by its owner alone. */
export function openLogFile(file: string, maximumBytes = MAXIMUM_BYTES): LogFile {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  let descriptor = openSync(file, "a", 0o600);
  let size = fstatSync(descriptor).size;
  let lines: string[] = [];
  return {
    write(chunk) {
      if (size + chunk.length > maximumBytes && size > 0) {
        closeSync(descriptor);
        if (existsSync(file)) renameSync(file, `${file}.1`);
        descriptor = openSync(file, "a", 0o600);
        size = 0;
      }
      writeSync(descriptor, chunk);
      size += chunk.length;
      const fresh = chunk.toString("utf8").split("\n").filter((line) => line.trim() !== "");
      lines = [...lines, ...fresh].slice(-REMEMBERED_LINES);
    },
    tail: () => lines,
    close: () => closeSync(descriptor),
  };
}
