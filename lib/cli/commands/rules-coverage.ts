import { parseArgs } from "node:util";
import type { RuleInfo } from "#lib/detection/index.ts";
import type { CommandContext } from "../command.ts";
import { loadRules } from "../detect/load-rules.ts";

/** `tickmark rules coverage DIR...`: how many rules serve each ATT&CK technique, control, logging matrix row and log source. */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const places = parseArgs({ args, allowPositionals: true }).positionals;
  if (places.length === 0) {
    process.stderr.write("Usage: tickmark rules coverage DIR...\n");
    return 2;
  }
  process.chdir(caller.callerDirectory);
  const { rules } = (await loadRules(places, [])).ruleSet;
  process.stdout.write(`${rules.length} rules\n`);
  for (const [title, namesOf] of VIEWS) process.stdout.write(section(title, rules, namesOf));
  return 0;
}

const VIEWS: readonly (readonly [string, (rule: RuleInfo) => readonly string[]])[] = [
  ["ATT&CK tactics", ({ attack }) => attack.tactics],
  ["ATT&CK techniques", ({ attack }) => attack.techniques],
  ["controls", ({ controls }) => controls],
  ["logging matrix rows", ({ matrix }) => matrix],
  ["log sources", ({ logsource }) => (logsource === null ? [] : [Object.values(logsource).join(" / ")])],
];

function section(title: string, rules: readonly RuleInfo[], namesOf: (rule: RuleInfo) => readonly string[]): string {
  const counts = new Map<string, number>();
  for (const rule of rules) for (const name of new Set(namesOf(rule))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const none = rules.filter((rule) => namesOf(rule).length === 0).length;
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${String(count).padStart(6)}  ${name}\n`);
  return `\n${title}: ${counts.size}${none === 0 ? "" : `, and ${none} rules that name none`}\n${rows.join("")}`;
}
