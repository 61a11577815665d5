import { approveRule, listRules, proposeRule } from "#lib/acceptance/index.ts";
import { submitEvidence } from "#lib/evidence/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { sendDocument, type DemoDocument } from "./demo-documents.ts";
import type { DemoPersonKey } from "./demo-people.ts";
import type { DemoWorld } from "./demo-world.ts";

/** A version of a document that stands accepted: whoever reviews it puts it in the older one's place. */
const NEW_VERSION: DemoDocument = {
  fileName: "logging-and-accountability-policy-v5.md", title: "Logging and accountability policy, version 5", by: "hanna", daysBefore: 0,
  answers: { "SYS.1.01": ["logging-policy"] }, outcome: "awaiting",
  text: "# Logging and accountability policy\n\nVersion 5, approved by the security committee. Every production host and every managed service sends its log within five minutes. Logs are kept for one year, ninety days of them at hand.\n",
};

type DemoNote = { title: string; note: string; by: DemoPersonKey; daysBefore: number; days: number; key: string };

/** What people wrote that nobody has judged yet, of different times. */
const NOTES: readonly DemoNote[] = [
  { title: "Review of logged events, first half of the quarter", note: "Gone through with Security Operations: two event types added, none dropped.", by: "hanna", daysBefore: 4, days: 30, key: "SYS.1.01 event-review" },
  { title: "How hosts hand their logs over, after the move to the new relay", note: "Each host rotates at midnight UTC and hands its file to the relay within ten minutes.", by: "tomas", daysBefore: 3, days: 10, key: "SYS.1.01 collection-process" },
  { title: "How production is monitored, after the change of thresholds", note: "No rule was dropped; the threshold of failed sign-ins went from ten to eight.", by: "jonas", daysBefore: 2, days: 14, key: "SYS.2.07 monitoring-description" },
];

/** Fills the inbox of whoever reviews. Called after all other evidence, so that no number of it moves. */
export async function fillInbox(world: DemoWorld, lastDay: string, requests: ReadonlyMap<string, string>): Promise<void> {
  const idOf = (key: string): string[] => [requests.get(key)].filter((id) => id !== undefined);
  for (const { title, note, by, daysBefore, days, key } of NOTES) {
    const day = addDays(lastDay, -daysBefore);
    world.clock.set(`${lastDay}T17:0${daysBefore}:00Z`);
    await submitEvidence(world.as(by), { source: { kind: "note" }, title, note, collectedAt: day, period: { firstDay: addDays(day, -days), lastDay: addDays(day, -1) }, requestIds: idOf(key) });
  }
  world.clock.set(`${lastDay}T17:30:00Z`);
  await sendDocument(world, NEW_VERSION, lastDay, idOf("SYS.1.01 logging-policy"));
  await trustSources(world, lastDay, requests);
}

/** One source that is trusted, and one that somebody proposes to trust: the compliance manager decides on it. */
async function trustSources(world: DemoWorld, lastDay: string, requests: ReadonlyMap<string, string>): Promise<void> {
  const key = (await listRules(world.as("ines"), {})).keys.find((one) => one.name.includes("Nightly restore report"));
  const requestId = requests.get("SYS.1.01 retention");
  if (key === undefined || requestId === undefined) throw new Error("the demo has no key or no request to trust");
  const until = addDays(lastDay, 92);
  world.clock.set(`${lastDay}T18:00:00Z`);
  const { id } = await proposeRule(world.as("mara"), {
    source: { kind: "record", sourceKind: "log_segment" }, requestId, lastDay: until,
    reason: "A segment that Tickmark has read to its end carries its own hash and its own time. Whoever refers to it adds no words.",
  });
  world.clock.set(`${lastDay}T18:20:00Z`);
  await approveRule(world.as("ines"), { ruleId: id });
  await proposeRule(world.as("mara"), {
    source: { kind: "key", keyId: key.id, sourceKind: "note" }, lastDay: until,
    reason: "The report comes from the restore job itself; nobody edits it on the way.",
  });
}
