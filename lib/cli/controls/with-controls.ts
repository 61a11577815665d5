import { randomUUID } from "node:crypto";
import path from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { chooseOrganization } from "../choose-organization.ts";
import type { CommandContext } from "../command.ts";
import { requireDatabase } from "../require-database.ts";

export type Wanted = { folder: string; only: string[] | null; yes: boolean; format: "markdown" | "oscal" };

/**
 * Runs a command over a folder of controls and one organization. A refusal is one sentence on standard error.
 * @returns exit code: the command's own, 1 when refused, 2 when wrongly called
 */
export async function withControls(args: string[], caller: CommandContext, usage: string, act: (context: Context, wanted: Wanted, slug: string) => Promise<number>): Promise<number> {
  const wanted = read(args, caller);
  if (wanted === null) {
    process.stderr.write(`Usage: tickmark ${usage}\n`);
    return 2;
  }
  await requireDatabase();
  const { database } = openRuntime();
  try {
    const { organizationId, slug } = await chooseOrganization(database, wanted.organization);
    const context: Context = { organizationId, actor: { kind: "system", name: "cli" }, requestId: randomUUID(), clock: systemClock };
    return await act(context, wanted, slug);
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${[error.message, ...error.problems.map(({ path: where, message }) => `${where}: ${message}`)].join("\n")}\n`);
    return 1;
  } finally {
    await database.$disconnect();
  }
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
