import path from "node:path";
import { parseArgs } from "node:util";
import { formatProblem } from "#lib/content/index.ts";
import { lintFolder } from "#lib/controls/index.ts";
import type { CommandContext } from "../command.ts";

/**
 * `tickmark frameworks lint [DIR]`: judges frameworks, crosswalks and mappings of a content folder, the product's own
 * without DIR. One line for each problem, `file:line:column sentence`. Answers 0 for none, 1 for some, 2 when wrongly called.
 */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const [folder, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
  if (more.length > 0) {
    process.stderr.write("Usage: tickmark frameworks lint [DIR]\n");
    return 2;
  }
  const { frameworks, crosswalks, mappings, problems } = await lintFolder(folder === undefined ? "controls" : path.resolve(context.callerDirectory, folder));
  for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
  const found = problems.length === 0 ? "no problem" : `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  process.stdout.write(`${frameworks} frameworks, ${crosswalks} crosswalks, ${mappings} mappings: ${found}\n`);
  return problems.length === 0 ? 0 : 1;
}
