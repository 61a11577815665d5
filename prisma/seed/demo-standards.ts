import { addDays } from "#lib/platform/zoned-time.ts";
import { approveStandard, proposeStandard } from "#lib/standards/index.ts";
import type { DemoWorld } from "./demo-world.ts";

/** Writes the demo's configuration standards: one in force, from which some machines depart, one that waits; other types have none. */
export async function writeStandards(world: DemoWorld, lastDay: string): Promise<void> {
  world.clock.set(`${addDays(lastDay, -8)}T10:00:00Z`);
  const { id: standardId } = await proposeStandard(world.as("ines"), {
    title: "Linux servers, secure configuration", systemType: "Linux server", types: ["aws.ec2.instance", "datadog.host"],
    checks: ["aws-instance-metadata-tokens", "aws-instance-has-profile", "aws-instance-agent-online", "aws-instance-detailed-monitoring"], controlCodes: ["SYS.1.01", "SYS.2.07"],
    source: "A published benchmark for Debian 12, level 1", address: "",
    statement: [
      "1. People sign in by key and through the bastion alone; nobody signs in as root.",
      "2. Metadata of the instance are told against a token only (version 2).",
      "3. Each machine has a profile of its own and holds no keys of people.",
      "4. The management agent and the monitoring agent run, and are heard every day.",
      "Departure from the benchmark: swap stays on for build machines, since builds need more memory than they have; they carry no customer’s data.",
    ].join("\n"),
    logging: "From its first minute: sign-ins, sudo, changes of accounts and of /etc, starts and stops of services, by journald to the collector over TLS. Kept for a year, 90 days at hand.",
    reason: "Machines were built from a list in the wiki that nobody had approved.",
  });
  world.clock.set(`${addDays(lastDay, -7)}T13:20:00Z`);
  await approveStandard(world.as("mara"), { standardId });
  world.clock.set(`${lastDay}T21:10:00Z`);
  await proposeStandard(world.as("jonas"), {
    title: "Buckets", systemType: "Object storage", types: ["aws.s3.bucket"],
    checks: ["aws-bucket-list-closed", "aws-bucket-upload-closed", "aws-bucket-delete-closed", "aws-bucket-encrypted", "aws-bucket-logged"], controlCodes: ["SYS.1.01"],
    source: "The organization’s own", address: "",
    statement: "Nobody outside of the organization lists, uploads or deletes. What lies in it is encrypted, and versions of what was overwritten are kept for 90 days.",
    logging: "Every access, delivered to the bucket of audit logs.",
    reason: "The press bucket was found open; there was nothing that said what a bucket has to be set to.",
  });
}
