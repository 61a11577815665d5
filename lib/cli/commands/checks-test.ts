import path from "node:path";
import type { CommandContext } from "../command.ts";
import { CHECKS_FOLDER, readChecks } from "#lib/check-runs/index.ts";
import { faultsOf } from "../checks/test-checks.ts";

/** `tickmark checks test [DIR]`: every check against the cases that stand beside it. Answers 1 when one is not as they say. */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const [folder, ...more] = args;
  if (more.length > 0) {
    process.stderr.write("Usage: tickmark checks test [DIR]\n");
    return 2;
  }
  const checks = await readChecks(folder === undefined ? CHECKS_FOLDER : path.resolve(caller.callerDirectory, folder));
  const faults = checks.flatMap(faultsOf);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.stdout.write(`${checks.length} checks, ${checks.reduce((sum, { cases }) => sum + cases.length, 0)} cases, ${faults.length} faults\n`);
  return faults.length > 0 ? 1 : 0;
}
