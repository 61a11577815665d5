import path from "node:path";
import { parseArgs } from "node:util";
import type { Context } from "#lib/platform/context.ts";
import type { CommandContext } from "../command.ts";
import { withOrganization } from "../with-organization.ts";

export type Wanted = { folder: string; only: string[] | null; yes: boolean; format: "markdown" | "oscal" };

/**
 * Runs a command over a folder of controls and one organization. A refusal is one sentence on standard error.
 * @returns exit code: the command's own, 1 when refused, 2 when wrongly called
 */
export function withControls(args: string[], caller: CommandContext, usage: string, act: (context: Context, wanted: Wanted, slug: string) => Promise<number>): Promise<number> {
  const wanted = read(args, caller);
  if (wanted === null) {
    process.stderr.write(`Usage: tickmark ${usage}\n`);
    return Promise.resolve(2);
  }
  return withOrganization(wanted.organization, (context, slug) => act(context, wanted, slug));
}

function read(args: string[], { callerDirectory }: CommandContext): (Wanted & { organization: string | undefined }) | null {
  try {
    const { positionals: [folder, ...more], values } = parseArgs({ args, allowPositionals: true, options: { organization: { type: "string" }, only: { type: "string" }, format: { type: "string", default: "markdown" }, yes: { type: "boolean" } } });
    const { format } = values;
    if (folder === undefined || more.length > 0 || (format !== "markdown" && format !== "oscal")) return null;
    return { format, folder: path.resolve(callerDirectory, folder), organization: values.organization, only: values.only?.split(",").map((code) => code.trim()).filter((code) => code !== "") ?? null, yes: values.yes === true };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
