import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkReceipt, formatReceipt } from "#lib/leaving/index.ts";
import { formatVerification, verifyPacket } from "#lib/packets/index.ts";
import type { CommandContext } from "../command.ts";

/**
 * `tickmark verify FILE`: checks an evidence packet or an export, as a ZIP or unpacked, or the receipt of a deletion, with no
 * database and no settings. Answers 0 for intact, 1 for not intact, 2 for unreadable.
 */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const [packet, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
  if (packet === undefined || more.length > 0) {
    process.stderr.write("Usage: tickmark verify FILE\n");
    return 2;
  }
  const file = path.resolve(context.callerDirectory, packet);
  const { text, exitCode } = file.endsWith(".json") && existsSync(file) ? formatReceipt(checkReceipt(await readFile(file, "utf8"))) : formatVerification(await verifyPacket(file));
  process.stdout.write(text);
  return exitCode;
}
