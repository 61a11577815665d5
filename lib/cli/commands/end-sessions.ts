import { endSessions } from "#lib/identity/index.ts";
import { asOperator } from "../as-operator.ts";

/** `tickmark end-sessions EMAIL|--all`: signs one person out everywhere, or everybody; refused with their next request. */
export async function run(args: string[]): Promise<number> {
  const [who, ...rest] = args;
  if (who === undefined || rest.length > 0) {
    process.stderr.write("Usage: tickmark end-sessions EMAIL|--all\n");
    return 2;
  }
  return asOperator(async () => {
    const ended = await endSessions(who === "--all" ? null : who);
    return `${ended} ${ended === 1 ? "session" : "sessions"} ended.`;
  });
}
