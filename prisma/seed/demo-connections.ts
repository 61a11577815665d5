import { runDueVendorAlerts } from "#lib/alerts/index.ts";
import { approveAcceptance, beginDueChecks, proposeAcceptance } from "#lib/check-runs/index.ts";
import { collectNow, connect, pauseConnection } from "#lib/connections/index.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { approveDefinition, proposeDefinition } from "#lib/reconciliation/index.ts";
import { runQueued } from "./demo-story.ts";
import { REGION } from "./demo-aws.ts";
import { FORGE } from "./demo-github.ts";
import { DATADOG_SITE, demoVendors, TRACKER } from "./demo-vendors.ts";
import type { DemoWorld } from "./demo-world.ts";

const given = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

/**
 * Connects the tracker, the monitoring, the code and the cloud of the demo, collects from each on the last day, has the checks run over
 * what came, takes the monitoring's alerts into the queue, and says what the population is.
 * Then they rest: nobody has their addresses, and a demo that asked for them every hour would turn red.
 */
export async function connectVendors(world: DemoWorld, lastDay: string): Promise<void> {
  const { outbound, ...rest } = runtime();
  configureRuntime({ ...rest, outbound: demoVendors(outbound, () => world.clock.now(), lastDay) });
  try {
    await definePopulation(world, lastDay);
    world.clock.set(`${lastDay}T20:00:00Z`);
    const tracker = await connect(world.as("mara"), { connector: "jira", name: "Security Operations tracker", strategy: "personal_access_token", settings: given({ site: TRACKER, edition: "server", projects: "SECOPS" }), credential: given({ token: "demo-token-of-nobody" }) });
    const monitoring = await connect(world.as("mara"), { connector: "datadog", name: "Datadog, production", strategy: "keys", settings: given({ site: DATADOG_SITE }), credential: given({ api_key: "demo-api-key-of-nobody-0000", application_key: "demo-application-key-of-nobody" }) });
    const code = await connect(world.as("mara"), { connector: "github", name: "GitHub, Fernhall", strategy: "token", settings: given({ organization: "fernhall", api_url: FORGE }), credential: given({ token: "github_pat_of_nobody" }) });
    const account = await connect(world.as("mara"), { connector: "aws", name: "AWS, Fernhall", strategy: "access_key", settings: given({ regions: REGION }), credential: given({ accessKeyId: "AKIADEMODEMODEMODEMO", secretAccessKey: "demo-secret-access-key-of-nobody" }) });
    const collections = [[tracker.id, ["tickets"]], [monitoring.id, ["monitors", "hosts", "rules", "signals"]], [code.id, ["repositories", "workflow-files", "pull-requests", "dependabot-alerts", "code-scanning-alerts", "secret-scanning-alerts"]], [account.id, ["cloudtrail_trails", "s3_buckets", "ec2_instances", "ssm_agents", "cloudwatch_metrics", "cloudwatch_alarms", "inspector2_status", "inspector2_coverage", "guardduty_status", "config_recorders", "config_rules"]]] as const;
    for (const [minute, [connectionId, collector]] of collections.flatMap(([id, collectors]) => collectors.map((one) => [id, one] as const)).entries()) {
      world.clock.set(`${lastDay}T20:${String(minute + 1).padStart(2, "0")}:00Z`);
      await collectNow(world.as("mara"), { connectionId, collector });
      await runQueued(world);
    }
    await runDueVendorAlerts(world.asTickmark(), monitoring.id);
    await runChecks(world, code.id, lastDay);
    await beginDueChecks(world.asTickmark(), { connectionId: account.id });
    await runQueued(world);
    for (const { id: connectionId } of [tracker, monitoring, code, account]) await pauseConnection(world.as("mara"), { connectionId });
  } finally {
    configureRuntime({ ...runtime(), outbound });
  }
}

/** The checks of the code, and a failure of one whose risk is accepted. */
async function runChecks(world: DemoWorld, connectionId: string, lastDay: string): Promise<void> {
  world.clock.set(`${lastDay}T20:30:00Z`);
  await beginDueChecks(world.asTickmark(), { connectionId });
  await runQueued(world);
  world.clock.set(`${lastDay}T20:40:00Z`);
  const { id: acceptanceId } = await proposeAcceptance(world.as("ines"), { checkId: "github-code-scanned", connectionId, resource: "fernhall/infrastructure", until: addDays(lastDay, 120), reason: "It holds declarations that code scanning does not read. A linter for them is being chosen; until then every change is looked at by two people." });
  world.clock.set(`${lastDay}T20:55:00Z`);
  await approveAcceptance(world.as("mara"), { acceptanceId });
}

async function definePopulation(world: DemoWorld, lastDay: string): Promise<void> {
  world.clock.set(`${addDays(lastDay, -10)}T09:30:00Z`);
  const { id } = await proposeDefinition(world.as("ines"), {
    types: ["datadog.host"], reason: "Every host that monitoring knows; machines for trying things out carry no customer's data.",
    rules: [
      { when: [{ field: "name", is: ["sandbox-*"] }], environment: "other", because: "Machines for trying things out, without customers' data." },
      { when: [{ field: "name", is: ["db-*", "bastion-*"] }], criticality: "critical", because: "Customers' data, and the way in." },
    ],
  });
  world.clock.set(`${addDays(lastDay, -9)}T11:05:00Z`);
  await approveDefinition(world.as("mara"), { definitionId: id });
}
