import { removeSecondFactor } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { requireDatabase } from "../require-database.ts";

/**
 * `tickmark remove-second-factor EMAIL`: takes the lost second factors off an account, ends its sessions and tells the
 * person by mail. Make sure who asks for it before: their password alone signs them in afterwards.
 */
export async function run(args: string[]): Promise<number> {
  const [email, ...rest] = args;
  if (email === undefined || rest.length > 0) {
    process.stderr.write("Usage: tickmark remove-second-factor EMAIL\n");
    return 2;
  }
  await requireDatabase();
  const { database } = openRuntime();
  try {
    const { authenticator_app: app, passkeys, sessions } = await removeSecondFactor(email);
    const taken = [...(app ? ["authenticator app"] : []), ...(passkeys === 0 ? [] : [`${passkeys} ${passkeys === 1 ? "passkey" : "passkeys"}`])];
    process.stdout.write(`Taken off: ${taken.join(", ")}. ${sessions} ${sessions === 1 ? "session" : "sessions"} ended. A mail tells ${email}.\n`);
    return 0;
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await database.$disconnect();
  }
}
