import { makeSignUpLink } from "#lib/identity/index.ts";
import { asOperator } from "../as-operator.ts";

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
  return asOperator(async () => {
    const { url, expiresAt } = await makeSignUpLink(email);
    return `${url}\nFor ${email}. It works once, until ${expiresAt.toISOString()}; whoever has it can use it.`;
  });
}
