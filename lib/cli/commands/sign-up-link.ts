import { makeSignUpLink } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { requireDatabase } from "../require-database.ts";

/**
 * `tickmark sign-up-link EMAIL`: prints a link with which this person creates an organization and the account that
 * administers it, also where strangers may not. It works once, for 24 hours.
 */
export async function run(args: string[]): Promise<number> {
  const [email, ...rest] = args;
  if (email === undefined || rest.length > 0) {
    process.stderr.write("Usage: tickmark sign-up-link EMAIL\n");
    return 2;
  }
  await requireDatabase();
  const { database } = openRuntime();
  try {
    const { url, expiresAt } = await makeSignUpLink(email);
    process.stdout.write(`${url}\nFor ${email}. It works once, until ${expiresAt.toISOString()}; whoever has it can use it.\n`);
    return 0;
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await database.$disconnect();
  }
}
