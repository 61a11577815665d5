import { spawn } from "node:child_process";
import type { ServerUser } from "./os-user.ts";

/**
 * Runs a PostgreSQL program to its end as `user`, in `directory`. The environment is not passed on: PG* variables
 * and the caller's locale would change what the programs do.
 */
export function runAs(
  user: ServerUser,
  directory: string,
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, {
    ...user,
    cwd: directory,
    env: { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve({ code, output }));
  });
}
