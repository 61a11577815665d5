import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { readLedgerProofs } from "#lib/ledger/index.ts";
import type { CommandContext } from "../command.ts";
import { withOrganization } from "../with-organization.ts";

/**
 * `tickmark ledger proof RECORD`: prints the proofs of all that the ledger holds about a record (its id), or writes a file
 * each, and the keys by which `tickmark ledger verify` judges them. Answers 1 when nothing is signed yet.
 */
export async function run(args: string[], { callerDirectory }: CommandContext): Promise<number> {
  const { values, positionals: [record, ...more] } = parseArgs({ args, allowPositionals: true, options: { organization: { type: "string" }, output: { type: "string" } } });
  if (record === undefined || more.length > 0) {
    process.stderr.write("Usage: tickmark ledger proof RECORD [--organization SLUG] [--output FOLDER]\n");
    return 2;
  }
  return withOrganization(values.organization, async (context) => {
    const { commitments, keys } = await readLedgerProofs(context, { subjectId: record });
    if (commitments.length === 0) {
      process.stderr.write(`The ledger holds nothing about ${record}. Name a record by its id, as the audit trail shows it.\n`);
      return 1;
    }
    const proven = commitments.flatMap(({ entryId, kind, proof }) => (proof === null ? [] : [{ name: `${kind}-${entryId}.tlog-proof`, proof }]));
    if (values.output === undefined) for (const { proof } of proven) process.stdout.write(proof);
    else await writeAll(path.resolve(callerDirectory, values.output), proven);
    for (const key of keys) process.stderr.write(`--key '${key}'\n`);
    const waiting = commitments.length - proven.length;
    process.stderr.write(`${proven.length} proven, ${waiting} not signed yet\n`);
    return proven.length > 0 && waiting === 0 ? 0 : 1;
  });
}

async function writeAll(folder: string, proofs: readonly { name: string; proof: string }[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, proof } of proofs) await writeFile(path.join(folder, name), proof);
}
