import path from "node:path";
import { parseArgs } from "node:util";
import type { Context } from "#lib/platform/context.ts";
import type { CommandContext } from "../command.ts";
import { withOrganization } from "../with-organization.ts";

export type Wanted = { folder: string; only: string[] | null; yes: boolean; /** Whether people see on screen what the folder says. */ tell: boolean; format: "markdown" | "oscal" };

/**
 * Runs a command over a folder of controls and one organization. A refusal is one sentence on standard error.
 * @returns exit code: the command's own, 1 when refused, 2 when wrongly called
 */
export function withControls(args: string[], caller: CommandContext, usage: string, act: (context: Context, wanted: Wanted, slug: string) => Promise<number>): Promise<number> {
  return withFolder(args, caller, usage, (context, { folder, ...wanted }, slug) => act(context, { ...wanted, folder: folder ?? "" }, slug), true);
}

/** The same where no folder need be named: `folder` is null then. */
export function withFolder(args: string[], caller: CommandContext, usage: string, act: (context: Context, wanted: Omit<Wanted, "folder"> & { folder: string | null }, slug: string) => Promise<number>, needed = false): Promise<number> {
  const wanted = read(args, caller);
  if (wanted === null || (needed && wanted.folder === null)) {
    process.stderr.write(`Usage: tickmark ${usage}\n`);
    return Promise.resolve(2);
  }
  return withOrganization(wanted.organization, (context, slug) => act(context, wanted, slug));
}

function read(args: string[], { callerDirectory }: CommandContext): (Omit<Wanted, "folder"> & { folder: string | null; organization: string | undefined }) | null {
  try {
    const { positionals: [folder, ...more], values } = parseArgs({ args, allowPositionals: true, options: { organization: { type: "string" }, only: { type: "string" }, format: { type: "string", default: "markdown" }, yes: { type: "boolean" }, tell: { type: "boolean" } } });
    const { format } = values;
    if (more.length > 0 || (format !== "markdown" && format !== "oscal")) return null;
    return { format, folder: folder === undefined ? null : path.resolve(callerDirectory, folder), tell: values.tell === true, organization: values.organization, only: values.only?.split(",").map((code) => code.trim()).filter((code) => code !== "") ?? null, yes: values.yes === true };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
