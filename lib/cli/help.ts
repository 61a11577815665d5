import type { Command } from "./command.ts";

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

/** The text of `tickmark COMMAND --help`. */
export function commandHelpText({ name, usage, summary }: Pick<Command, "name" | "usage" | "summary">): string {
  return `Usage: tickmark ${name} ${usage}`.trimEnd() + `\n\n${summary}.\n`;
}

/** The text of `tickmark --help`: every command with its arguments, and every variable that is read. */
export function helpText(commands: readonly Command[], variables: Readonly<Record<string, string>>): string {
  return [
    "Usage: tickmark COMMAND",
    "",
    ...columns(commands.map((command) => [`${command.name} ${command.usage}`.trim(), command.summary])),
    "",
    "Settings, from the environment:",
    "",
    ...columns(Object.entries(variables)),
    "",
  ].join("\n");
}
