import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DATA_DIRECTORY, PORT } from "./installation.ts";

const execute = promisify(execFile);

/** Runs a command of the operator's against the installation under test. @returns what it printed */
export async function tickmark(...words: string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, ["lib/cli/main.ts", ...words], {
    env: { ...process.env, TICKMARK_DATA: DATA_DIRECTORY, TICKMARK_PORT: String(PORT) },
  });
  return stdout;
}
