import path from "node:path";
import { parseArgs } from "node:util";
import { formatVerification, verifyPacket } from "#lib/packets/index.ts";
import type { CommandContext } from "../command.ts";

/**
 * `tickmark verify PACKET`: checks an evidence packet, as a ZIP or unpacked, with no database and no settings.
 * Answers 0 for intact, 1 for not intact, 2 for unreadable.
 */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const [packet, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
  if (packet === undefined || more.length > 0) {
    process.stderr.write("Usage: tickmark verify PACKET\n");
    return 2;
  }
  const { text, exitCode } = formatVerification(await verifyPacket(path.resolve(context.callerDirectory, packet)));
  process.stdout.write(text);
  return exitCode;
}
