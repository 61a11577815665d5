import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { Runtime } from "#lib/platform/runtime.ts";
import { requireDatabase } from "./require-database.ts";

/**
 * Runs what the operator does with a database that is set up, and prints the sentence that it answers.
 * A refusal is one sentence on standard error and exit code 1; what nobody foresaw goes on as an error.
 */
export async function asOperator(act: (runtime: Runtime) => Promise<string>): Promise<number> {
  await requireDatabase();
  const runtime = openRuntime();
  try {
    process.stdout.write(`${await act(runtime)}\n`);
    return 0;
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await runtime.database.$disconnect();
  }
}
