import { removeSecondFactor } from "#lib/identity/index.ts";
import { asOperator } from "../as-operator.ts";

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
  return asOperator(async () => {
    const { authenticator_app: app, passkeys, sessions } = await removeSecondFactor(email);
    const taken = [...(app ? ["authenticator app"] : []), ...(passkeys === 0 ? [] : [`${passkeys} ${passkeys === 1 ? "passkey" : "passkeys"}`])];
    return `Taken off: ${taken.join(", ")}. ${sessions} ${sessions === 1 ? "session" : "sessions"} ended. A mail tells ${email}.`;
  });
}
