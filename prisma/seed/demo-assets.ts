import { Readable } from "node:stream";
import { runtime } from "#lib/platform/runtime.ts";
import { importAssetFile, type AssetKind } from "#lib/reconciliation/index.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import type { DemoWorld } from "./demo-world.ts";

/** The demo's own lists of what it has, each a little other than what was collected: nobody's list agrees with everything. */
const LISTS: readonly { kind: AssetKind; fileName: string; rows: readonly string[] }[] = [
  { kind: "machine", fileName: "master-asset-list.csv", rows: [
    "Name,Asset ID,Owner,Environment,Criticality,Purpose",
    "bastion-01,i-0a11ba5e0000000b1,infrastructure,production,critical,The way in for administrators",
    "db-primary-01,i-0a11ba5e0000000d1,infrastructure,production,critical,Customers’ records",
    "web-01,i-0a11ba5e0000000e1,platform,production,high,The application",
    "web-02,i-0a11ba5e0000000e2,platform,staging,high,The application",
    "fax-gateway,FX-0007,operations,production,low,Faxes of two customers",
  ] },
  { kind: "endpoint", fileName: "endpoints.csv", rows: [
    "Endpoint,Address,Owner,Environment,Criticality,Purpose",
    "Application,https://app.fernhall.example,platform,production,critical,Where customers sign in",
    "Programming interface,https://api.fernhall.example/v2,platform,production,critical,What customers’ systems call",
    "Status page,https://status.fernhall.example,operations,production,medium,What is up; run by a third party",
    "Staging,https://app.staging.fernhall.example,platform,staging,low,Tried before each release",
  ] },
  { kind: "domain", fileName: "domains.csv", rows: [
    "Domain,Owner,Environment,Purpose",
    "fernhall.example,infrastructure,production,The company’s own",
    "app.fernhall.example,platform,production,The application",
    "api.fernhall.example,platform,production,The programming interface",
    "status.fernhall.example,operations,production,Status page of a third party",
    "staging.fernhall.example,platform,staging,Everything that is tried",
  ] },
  { kind: "third_party", fileName: "third-party-systems.csv", rows: [
    "System,Owner,Environment,Criticality,Purpose",
    "Amazon Web Services,infrastructure,production,critical,Hosts everything that customers use",
    "GitHub,platform,production,high,Source code and builds",
    "Datadog,infrastructure,production,high,Monitoring; holds names of machines and log lines",
    "Statuswell,operations,production,medium,Status page; holds addresses of subscribers",
  ] },
];

/** Sends and imports the lists, as their people would. */
export async function importLists(world: DemoWorld, lastDay: string): Promise<void> {
  for (const [minute, { kind, fileName, rows }] of LISTS.entries()) {
    world.clock.set(`${lastDay}T21:${String(20 + minute)}:00Z`);
    const text = rows.map((row) => `${row}\r\n`).join("");
    const stored = await runtime().blobs.write(world.organizationId, Readable.from([Buffer.from(text)]), { maxBytes: text.length * 4 });
    const { sha256 } = await keepUpload(world.as("ines"), stored);
    await importAssetFile(world.as("ines"), { kind, sha256, fileName });
  }
}
