import { CHECKS_FOLDER, readChecks } from "#lib/check-runs/index.ts";

/** `tickmark checks list`: every check with its severity, what it judges and which requirements it serves. */
export async function run(args: string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write("Usage: tickmark checks list\n");
    return 2;
  }
  const checks = await readChecks(CHECKS_FOLDER);
  for (const { check: { metadata } } of checks) {
    const served = Object.entries(metadata.requirements).map(([edition, ids]) => `${edition} ${ids.join(", ")}`).join("; ");
    process.stdout.write(`${metadata.id.padEnd(36)} ${metadata.severity.padEnd(8)} ${(metadata.subject.type ?? metadata.subject.kind).padEnd(26)} ${served}\n`);
  }
  process.stdout.write(`${checks.length} checks\n`);
  return 0;
}
