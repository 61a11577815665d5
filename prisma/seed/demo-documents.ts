import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import type { DemoPersonKey } from "./demo-people.ts";
import type { DemoWorld } from "./demo-world.ts";

/** A document of the demo: who sends it, what it answers, and what became of it. */
export type DemoDocument = {
  fileName: string;
  title: string;
  by: DemoPersonKey;
  /** Days before the last day of the story. */
  daysBefore: number;
  /** Keys of the requests that it answers, by control. */
  answers: Readonly<Record<string, readonly string[]>>;
  outcome: "accepted" | "rejected" | "awaiting";
  reason?: string;
  /** First and last day that it speaks for, in days before the last day of the story; by its collection, where nothing is said. */
  speaksFor?: readonly [number, number];
  text: string;
};

export const DEMO_DOCUMENTS: readonly DemoDocument[] = [
  {
    fileName: "logging-and-accountability-policy-v4.md", title: "Logging and accountability policy, version 4", by: "hanna", daysBefore: 60,
    answers: { "SYS.1.01": ["logging-policy"] }, outcome: "accepted",
    text: "# Logging and accountability policy\n\nVersion 4, approved by the security committee. Every production host sends its system log within five minutes. Logs are kept for one year, ninety days of them at hand.\n",
  },
  {
    fileName: "definition-of-production-v2.md", title: "What counts as production, version 2", by: "hanna", daysBefore: 58,
    answers: { "SYS.1.01": ["production-definition"] }, outcome: "accepted",
    text: "# Production\n\nEvery endpoint and cloud resource that takes part in providing the service. What carries no label counts as production.\n",
  },
  {
    fileName: "description-of-monitoring-v3.md", title: "Description of the monitoring, version 3", by: "priya", daysBefore: 55,
    answers: { "SYS.2.07": ["monitoring-description"] }, outcome: "accepted",
    text: "# How production is monitored\n\nHosts send their logs daily. Rules read them; each alert names its rule and lines. Security Operations judges every alert and follows incidents to closure.\n",
  },
  {
    fileName: "collection-process.md", title: "How logs are collected", by: "tomas", daysBefore: 20,
    answers: { "SYS.1.01": ["collection-process"] }, outcome: "accepted",
    text: "# Collection\n\nEach host rotates at midnight UTC and hands its file over within ten minutes. A missing file pages the on-call engineer.\n",
  },
  {
    fileName: "host-list.csv", title: "Host list of production", by: "tomas", daysBefore: 12,
    answers: { "SYS.1.01": ["asset-list"] }, outcome: "accepted",
    text: "host,role,environment\nbastion-01,entry,production\ndb-primary-01,database,production\nbuild-04,build,production\n",
  },
  {
    fileName: "event-review-q3.md", title: "Review of logged events, third quarter", by: "hanna", daysBefore: 9,
    answers: { "SYS.1.01": ["event-review"] }, outcome: "rejected", reason: "It covers the quarter before the period. Send the review of the present quarter.", speaksFor: [190, 100],
    text: "# Review of logged events\n\nThird quarter. Reviewed by Infrastructure; two event types added.\n",
  },
  {
    fileName: "host-list-november.csv", title: "Host list of production, renewed", by: "tomas", daysBefore: 1,
    answers: { "SYS.1.01": ["asset-list"] }, outcome: "awaiting",
    text: "host,role,environment\nbastion-01,entry,production\ndb-primary-01,database,production\nbuild-04,build,production\nmail-relay-01,mail,production\npayments-01,card test 4111 1111 1111 1111,production\n",
  },
];

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Sends a document as its author, and judges it as the compliance manager a few hours later. */
export async function sendDocument(world: DemoWorld, document: DemoDocument, lastDay: string, requestIds: readonly string[]): Promise<void> {
  const context = world.as(document.by);
  const stored = await runtime().blobs.write(world.organizationId, bytes(document.text), { maxBytes: 1_000_000 });
  await keepUpload(context, stored);
  const mediaType = document.fileName.endsWith(".csv") ? "text/csv" : "text/markdown";
  const { id: evidenceId } = await submitEvidence(context, {
    source: { kind: "upload", sha256: stored.sha256, fileName: document.fileName, mediaType },
    title: document.title,
    ...(document.speaksFor === undefined ? {} : { period: { firstDay: addDays(lastDay, -document.speaksFor[0]), lastDay: addDays(lastDay, -document.speaksFor[1]) } }),
    requestIds: [...requestIds],
  });
  if (document.outcome === "awaiting") return;
  world.clock.set(new Date(world.clock.now().getTime() + 3 * 3_600_000));
  await reviewEvidence(world.as("ines"), { evidenceId, decision: document.outcome, reason: document.reason ?? "" });
}
