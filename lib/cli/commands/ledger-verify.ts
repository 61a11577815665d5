import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { COMMITTED_EVIDENCE } from "#lib/evidence/index.ts";
import { checkProof, examineLedger, parseVerifier, type NoteVerifier } from "#lib/ledger/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import type { CommandContext } from "../command.ts";
import { withOrganization } from "../with-organization.ts";

/**
 * `tickmark ledger verify`: makes an organization's ledger anew from its records, and compares it with what was stored and
 * signed, in the database and outside. With proofs and `--key`: judges the proofs by that key, with no database.
 * Answers 0 when all is as committed, 1 when not, 2 when wrongly called.
 */
export async function run(args: string[], { callerDirectory }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { organization: { type: "string" }, key: { type: "string", multiple: true } } });
  if ((positionals.length > 0) !== (values.key !== undefined)) {
    process.stderr.write("Usage: tickmark ledger verify [--organization SLUG]\n       tickmark ledger verify PROOF... --key KEY\n");
    return 2;
  }
  if (values.key !== undefined) return verifyProofs(positionals.map((file) => path.resolve(callerDirectory, file)), values.key);
  return withOrganization(values.organization, async (context, slug) => {
    const { size, checkpoints, fault, unread } = await examineLedger(context, shownOnTerminals, COMMITTED_EVIDENCE);
    const facts = `${slug}: ${size} entries, ${checkpoints} checkpoints in the database and outside`;
    process.stdout.write(fault === null ? `${facts}: AS COMMITTED\n` : `${facts}: NOT AS COMMITTED\n${fault.index === null ? "" : `At entry ${fault.index}: `}${fault.message}.\n`);
    // What a place holds that could not be read may say something else: that is no clean answer.
    for (const place of unread) process.stdout.write(`COULD NOT READ the ${place}: whether what it holds agrees is not known.\n`);
    return fault === null && unread.length === 0 ? 0 : 1;
  });
}

function shownOnTerminals(done: number): Promise<void> {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} entries`);
  return Promise.resolve();
}

async function verifyProofs(files: readonly string[], lines: readonly string[]): Promise<number> {
  let failed = 0;
  for (const file of files) {
    try {
      const known: NoteVerifier[] = lines.map(parseVerifier);
      const { record, index, size, origin, signedBy } = checkProof(await readFile(file, "utf8"), known);
      process.stdout.write(`${path.basename(file)}: PROVEN, entry ${index} of ${size} of ${origin}, signed by ${signedBy.join(", ")}\n${record}\n`);
    } catch (error) {
      if (!isAppError(error)) throw error;
      failed += 1;
      process.stdout.write(`${path.basename(file)}: NOT PROVEN. ${error.message}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}
