import { endSessions } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { requireDatabase } from "../require-database.ts";

/** `tickmark end-sessions EMAIL|--all`: signs one person out everywhere, or everybody; refused with their next request. */
export async function run(args: string[]): Promise<number> {
  const [who, ...rest] = args;
  if (who === undefined || rest.length > 0) {
    process.stderr.write("Usage: tickmark end-sessions EMAIL|--all\n");
    return 2;
  }
  await requireDatabase();
  const { database } = openRuntime();
  try {
    const ended = await endSessions(who === "--all" ? null : who);
    process.stdout.write(`${ended} ${ended === 1 ? "session" : "sessions"} ended.\n`);
    return 0;
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await database.$disconnect();
  }
}
