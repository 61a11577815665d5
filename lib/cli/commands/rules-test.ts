import { parseArgs } from "node:util";
import { runRuleTests } from "#lib/detection/index.ts";
import type { CommandContext } from "../command.ts";
import { loadRules, shownProblem } from "../detect/load-rules.ts";

/** `tickmark rules test DIR...`: runs the examples that rules carry (`tickmark.tests`). Answers 1 when one fails. */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const places = parseArgs({ args, allowPositionals: true }).positionals;
  if (places.length === 0) {
    process.stderr.write("Usage: tickmark rules test DIR...\n");
    return 2;
  }
  process.chdir(caller.callerDirectory);
  const { ruleSet, problems } = await loadRules(places, []);
  for (const problem of problems) process.stderr.write(shownProblem(problem));
  const results = runRuleTests(ruleSet);
  const failed = results.filter(({ passed }) => !passed);
  for (const { name, expectation, message } of failed) process.stdout.write(`${expectation} "${name}": ${message}\n`);
  process.stdout.write(`${results.length - failed.length} of ${results.length} examples of ${ruleSet.rules.length} rules hold\n`);
  return failed.length > 0 || problems.length > 0 ? 1 : 0;
}
