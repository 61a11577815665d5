import { readFile } from "node:fs/promises";
import { formatProblem } from "#lib/content/index.ts";
import type { LogMatrix } from "./log-matrix.ts";
import { parseLogMatrix } from "./parse-log-matrix.ts";

const FILE = "controls/log-matrix.yaml";

let shipped: Promise<LogMatrix> | undefined;

/**
 * The audit logging matrix. Read once per process.
 *
 * @throws Error when the file has a mistake
 */
export function shippedLogMatrix(): Promise<LogMatrix> {
  shipped ??= read().catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  return shipped;
}

async function read(): Promise<LogMatrix> {
  // The project's folder is the working directory of every process (lib/cli/main.ts).
  const { value, problems } = parseLogMatrix(FILE, await readFile(FILE, "utf8"));
  if (value === null) throw new Error(`the logging matrix cannot be read: ${problems.map(formatProblem).join(" ")}`);
  return value;
}
