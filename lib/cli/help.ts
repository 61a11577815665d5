import type { Command } from "./commands.ts";

/** The text of `tickmark --help`: every command with its arguments and one line. */
export function helpText(commands: readonly Command[]): string {
  const calls = commands.map((command) => `${command.name} ${command.usage}`.trim());
  const width = Math.max(...calls.map((call) => call.length));
  const lines = commands.map((command, index) => `  ${(calls[index] ?? "").padEnd(width)}  ${command.summary}`);
  return ["Usage: tickmark COMMAND", "", ...lines, ""].join("\n");
}
