import { changeFeed, endVendorIntake, listFeeding, listFirings, readFeed, takeInVendorAlerts } from "#lib/alerts/index.ts";
import {
  askMessageInspection, beginDueRun, changeSettings, closeReceived, collectJob, collectNow, connect, forgetDue, inspectStoredMessages, listCollections, listConnections, listConnectors, noteRefusal, pauseConnection, readAddress, readCollection, readConnection, readConnector, readPage, readPartInspections, removeConnection, replaceCredential, resumeConnection, takeMessage, testConnection,
} from "#lib/connections/index.ts";
import { claimRun, countSeenBy, keepRun } from "#lib/connections/claim-run.ts";
import { commitPage, pageText } from "#lib/connections/commit-page.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { endRun, endText } from "#lib/connections/end-run.ts";
import { openSession } from "#lib/connections/open-session.ts";
import { linkIncident, listObjects, readObject, readPopulation, unlinkIncident } from "#lib/inventory/index.ts";
import type { RowOf } from "#lib/connector/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { openTestTracker, TEST_CONNECTOR, type TestTracker } from "./test-connector.ts";
import { nothing, sample, someHash, type VerbSample } from "./verb-sample.ts";

let opened: Promise<TestTracker> | undefined;

/** The tracker that the samples' connections lead to: one for a test file, and no reason for it to stay. */
function tracker(): Promise<TestTracker> {
  overrideConnectors([TEST_CONNECTOR]);
  opened ??= openTestTracker();
  return opened;
}

const LEASE = "lease-of-a-sample";
const given = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

async function form(world: FurnishedWorld) {
  const { url, token } = await tracker();
  return { connector: "test-tracker", name: `Tracker ${world.next()}`, strategy: "token", settings: given({ url }), credential: given({ token }) };
}

const connected = async (world: FurnishedWorld): Promise<string> => (await connect(world.as("security_analyst"), await form(world))).id;
const begun = async (world: FurnishedWorld): Promise<string> => (await collectNow(world.as("security_analyst"), { connectionId: await connected(world), collector: "tickets" })).collectionId;

async function claimed(world: FurnishedWorld): Promise<string> {
  const collectionId = await begun(world);
  await claimRun(world.asSystem(), { collectionId, lease: LEASE });
  return collectionId;
}

/** A run that is over, with everything that it brought. */
export async function collected(world: FurnishedWorld): Promise<string> {
  const collectionId = await begun(world);
  await collectJob.run(world.asSystem(), { collectionId }, () => Promise.resolve());
  return collectionId;
}

async function collectedTicket(world: FurnishedWorld): Promise<string> {
  const { connectionId } = await readCollection(world.as("admin"), { collectionId: await collected(world) });
  return (await listObjects(world.as("admin"), { kind: "ticket", connectionId })).rows[0]!.id;
}

async function linked(world: FurnishedWorld) {
  const link = { objectId: await collectedTicket(world), incidentId: world.incident.inside };
  await linkIncident(world.as("security_analyst"), link);
  return link;
}

async function paused(world: FurnishedWorld): Promise<string> {
  const connectionId = await connected(world);
  await pauseConnection(world.as("security_analyst"), { connectionId });
  return connectionId;
}

/** A connection that mail comes to. */
const receiving = async (world: FurnishedWorld): Promise<string> => (await connect(world.as("security_analyst"), { connector: "mail", name: `Mail ${world.next()}`, strategy: "address", settings: given({ senders: "x.example" }), credential: [] })).id;

function arrived(world: FurnishedWorld) {
  const externalId = someHash();
  const row: RowOf<"message"> = {
    kind: "message", externalId, scope: null, url: null, subject: "A report", sender: "alerts@x.example", receivedAt: "2026-09-14T09:00:00Z", authenticated: false, checks: { spf: "none", dkim: "none", dmarc: "none", sender: "expected" },
    attributes: { message_id: `<${world.next()}@x.example>`, date: null, sha256: externalId, bytes: 2, dmarc_policy: null, unopened: null, parts: [] },
  };
  const page = pageText({ sequence: 0, answers: [{ operation: "mail received", parameters: {}, scope: null, body: {}, items: 1, rows: [row], unreadable: [] }], exchanges: [], gaps: [], resume: null });
  return { raw: { sha256: externalId, byteLength: 2 }, copy: { sha256: someHash(), byteLength: 2 }, page };
}

/** A message that came, as a collected thing. */
async function receivedMessage(world: FurnishedWorld): Promise<string> {
  const connectionId = await receiving(world);
  await takeMessage(world.asSystem(), { connectionId, ...arrived(world) });
  const [row] = (await listObjects(world.as("security_analyst"), { kind: "message", connectionId })).rows;
  if (row === undefined) throw new Error("the message is not listed");
  return row.id;
}

const emptyPage = pageText({ sequence: 0, answers: [{ operation: "GET /tickets", parameters: {}, scope: null, body: {}, items: 0, rows: [], unreadable: [] }], exchanges: [], gaps: [], resume: null });
const noEnd = endText({ completeness: "complete", gaps: [], failure: null, ended: null, exchanges: [], skewMs: null });
const upkeep = (tables: string[]) => ({ quiet: { why: "The run stands in the trail when it ends.", tables } });

/** One sample of every verb of lib/connections and lib/inventory, and of how connections feed the queue of alerts. */
export const OF_CONNECTIONS: readonly VerbSample[] = [
  sample(listConnectors)("compliance_manager", nothing),
  sample(readConnector)("compliance_manager", async () => { await tracker(); return { connector: "test-tracker" }; }),
  sample(connect)("security_analyst", form),
  sample(testConnection)("security_analyst", async (world) => ({ connectionId: await connected(world) })),
  sample(replaceCredential)("security_analyst", async (world) => ({ connectionId: await connected(world), strategy: "token", credential: given({ token: (await tracker()).token }) })),
  sample(changeSettings)("security_analyst", async (world) => ({ connectionId: await connected(world), name: `Renamed ${world.next()}`, settings: given({ url: (await tracker()).url }) })),
  sample(pauseConnection)("security_analyst", async (world) => ({ connectionId: await connected(world) })),
  sample(resumeConnection)("security_analyst", async (world) => ({ connectionId: await paused(world) })),
  sample(removeConnection)("security_analyst", async (world) => ({ connectionId: await connected(world) })),
  sample(collectNow)("security_analyst", async (world) => ({ connectionId: await connected(world), collector: "tickets", since: "2026-01-01" })),
  sample(listConnections)("compliance_manager", nothing),
  sample(readConnection)("compliance_manager", async (world) => ({ connectionId: await connected(world) })),
  sample(listCollections)("compliance_manager", async (world) => ({ connectionId: await connected(world), collector: "tickets", completeness: "complete" })),
  sample(readCollection)("compliance_manager", async (world) => ({ collectionId: await collected(world) })),
  sample(readPage)("compliance_manager", async (world) => ({ collectionId: await collected(world), sequence: 0 })),
  sample(openSession)("system", async (world) => ({ connectionId: await connected(world) })),
  sample(beginDueRun)("system", async (world) => ({ connectionId: await connected(world), collector: "tickets" })),
  sample(forgetDue)("system", async (world) => ({ connectionId: await connected(world), collector: "tickets" }), upkeep(["due_work"])),
  sample(claimRun)("system", async (world) => ({ collectionId: await begun(world), lease: LEASE }), upkeep(["collection", "collector_state"])),
  sample(keepRun)("system", async (world) => ({ collectionId: await claimed(world), lease: LEASE }), upkeep(["collector_state"])),
  sample(countSeenBy)("system", async (world) => ({ collectionId: await begun(world), kind: "ticket" })),
  sample(commitPage)("system", async (world) => ({ collectionId: await claimed(world), lease: LEASE, sequence: 0, copy: { sha256: someHash(), byteLength: 2 }, page: emptyPage }), {
    quiet: { why: "Pages stand in the record of their run; the run stands in the trail when it begins and ends.", tables: ["collection", "blob"], accounted: ["collection_page"] },
  }),
  sample(endRun)("system", async (world) => ({ collectionId: await claimed(world), lease: LEASE, end: noEnd, random: 0.5 })),
  sample(askMessageInspection)("compliance_manager", async (world) => ({ objectId: await receivedMessage(world) })),
  sample(inspectStoredMessages)("system", async (world) => {
    const objectId = await receivedMessage(world);
    return { connectionId: (await readObject(world.as("security_analyst"), { objectId })).connectionId, after: "" };
  }, { quiet: { why: "Each look stands in the trail.", tables: ["due_work", "job_run", "job"] } }),
  sample(readPartInspections)("security_analyst", async (world) => ({ objectId: await receivedMessage(world) })),
  sample(readAddress)("security_analyst", async (world) => ({ connectionId: await receiving(world) })),
  sample(takeMessage)("system", async (world) => ({ connectionId: await receiving(world), ...arrived(world) })),
  sample(noteRefusal)("system", async (world) => ({ connectionId: await receiving(world), reason: "too_large", code: 552, from: "alerts@x.example", ip: "192.0.2.1" }), { quiet: { why: "It stands in the record of the day; that the day began, with the first that came or was refused, stands in the trail.", tables: ["collection", "collector_state", "number_counter", "due_work", "received_refusal"], accounted: ["audit_trail_entry"] } }),
  sample(closeReceived)("system", async (world) => ({ connectionId: await receiving(world) }), { quiet: { why: "The record stands in the trail when it closes.", tables: ["collector_state", "due_work"] } }),
  sample(listObjects)("compliance_manager", async (world) => ({ kind: "ticket", connectionId: await connected(world), open: true, severity: "high", text: "SEC-1" })),
  sample(readPopulation)("compliance_manager", async (world) => ({ kind: "ticket", connectionId: await connected(world), open: true, severity: "high", text: "SEC-1" })),
  sample(readObject)("compliance_manager", async (world) => ({ objectId: await collectedTicket(world) })),
  sample(linkIncident)("security_analyst", async (world) => ({ objectId: await collectedTicket(world), incidentId: world.incident.inside })),
  sample(unlinkIncident)("security_analyst", linked),
  sample(listFeeding)("compliance_manager", nothing),
  sample(listFirings)("compliance_manager", async (world) => ({ objectId: await collectedTicket(world) })),
  sample(readFeed)("compliance_manager", async (world) => ({ connectionId: await connected(world) })),
  sample(changeFeed)("security_analyst", async (world) => ({ connectionId: await connected(world), enabled: true, leastSeverity: "high" })),
  sample(takeInVendorAlerts)("system", async (world) => ({ connectionId: await connected(world), degree: "high", after: "obj_before_any" }), { quiet: { why: "Alerts that are raised or closed leave rows of their own.", tables: ["alert_feed"] } }),
  sample(endVendorIntake)("system", async (world) => ({ connectionId: await connected(world) }), { quiet: { why: "The list of due work.", tables: ["due_work", "alert_feed"] } }),
];
