// A worker that carries one run of a collection through the product's own job until it is killed (collection-kill.systems.test.ts).
// Its clock may be ahead of the machine's: a run belongs to a worker that gives no sign for a minute, and nobody waits for that.
import { writeSync } from "node:fs";
import { collectJob } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { overrideDatabaseUrls } from "#lib/platform/database-urls.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { CollectionOrders } from "./kill-orders.ts";
import { TEST_CONNECTOR } from "./test-connector.ts";

const { urls, system, collectionId, aheadMs } = JSON.parse(process.env["COLLECTION_DRIVER"] ?? "") as CollectionOrders;
overrideDatabaseUrls(urls);
overrideConnectors([TEST_CONNECTOR]);
openRuntime();
const clock = { now: () => new Date(Date.now() + aheadMs) };

await collectJob.run({ ...system, clock }, { collectionId }, (step) => {
  writeSync(1, `${step}\n`);
  return Promise.resolve();
});
process.exit(0);
