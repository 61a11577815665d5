import { parseArgs } from "node:util";
import type { CommandContext } from "../command.ts";
import { loadRules, shownProblem } from "../detect/load-rules.ts";

/** `tickmark rules lint DIR... [--pipeline NAME|FILE]`: every problem of every rule with its place, also of bringing it to other names. Answers 1 when a rule was refused. */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const { positionals: places, values } = parseArgs({ args, allowPositionals: true, options: { pipeline: { type: "string", multiple: true, default: [] } } });
  if (places.length === 0) {
    process.stderr.write("Usage: tickmark rules lint DIR... [--pipeline NAME|FILE]\n");
    return 2;
  }
  process.chdir(caller.callerDirectory);
  const { ruleSet, problems, files } = await loadRules(places, values.pipeline);
  for (const problem of problems) process.stdout.write(shownProblem(problem));
  const matcher = ruleSet.matcher();
  for (const at of matcher.witnessless) {
    const { path, line, title } = ruleSet.eventRules[at]!.info;
    process.stdout.write(`${path}:${line}:1: note: "${title}" is asked for every event of its log source: no text must occur for it to match.\n`);
  }
  const refused = problems.filter(({ severity }) => severity === "refused").length;
  process.stdout.write(`${files.sources.length} files, ${ruleSet.rules.length} rules usable, ${refused} problems that refuse a rule, ${problems.length - refused} warnings\n`);
  return refused > 0 ? 1 : 0;
}
