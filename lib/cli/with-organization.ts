import { randomUUID } from "node:crypto";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { chooseOrganization } from "./choose-organization.ts";
import { requireDatabase } from "./require-database.ts";

/**
 * Runs what the operator does with one organization: the one of that slug, without one the only one. A refusal is one
 * sentence on standard error, with the places that it names.
 *
 * @returns exit code: the act's own, 1 when refused
 */
export async function withOrganization(wanted: string | undefined, act: (context: Context, slug: string) => Promise<number>): Promise<number> {
  await requireDatabase();
  const { database } = openRuntime();
  try {
    const { organizationId, slug } = await chooseOrganization(database, wanted);
    const context: Context = { organizationId, actor: { kind: "system", name: "cli" }, requestId: randomUUID(), clock: systemClock };
    return await act(context, slug);
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${[error.message, ...error.problems.map(({ path: where, message }) => `${where}: ${message}`)].join("\n")}\n`);
    return 1;
  } finally {
    await database.$disconnect();
  }
}
