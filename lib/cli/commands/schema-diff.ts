import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { diffDatamodels } from "#lib/platform/schema-diff.ts";
import type { CommandContext } from "../command.ts";

/**
 * `tickmark schema diff [--from FILE]`: prints the SQL from the datamodel FILE (else from nothing) to
 * prisma/schema.prisma. The committed one: `git show HEAD:prisma/schema.prisma > FILE`.
 */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: "string" } } });
  const from = values.from === undefined ? "" : await readFile(path.resolve(context.callerDirectory, values.from), "utf8");
  const to = await readFile("prisma/schema.prisma", "utf8");
  process.stdout.write(await diffDatamodels(from, to));
  return 0;
}
