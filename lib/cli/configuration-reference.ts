import { VARIABLES } from "#lib/platform/env-variables.ts";
import { settingRule } from "#lib/platform/env.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** The text of docs/CONFIGURATION.md: every setting as the check of the environment knows it. */
export function configurationReference(): string {
  const rows = Object.entries(VARIABLES).map(([name, meaning]) => `| \`${name}\` | ${cell(meaning)} | ${cell(settingRule(name) ?? "any text")} |`);
  return `# Configuration

Everything that is decided from outside is an environment variable; an empty one counts as unset. They are read once, when a process starts. A wrong value, and a name that begins with \`TICKMARK_\` and is not in this list, ends the start with one sentence. Web servers and workers of one installation are given the same ones.

What belongs to an organization (deadlines, freshness, retention) is not here: its administrators change it under Settings, with a history.

| variable | what | what is checked |
|---|---|---|
${rows.join("\n")}

Written by \`npx tickmark settings\` from the check itself.
`;
}
