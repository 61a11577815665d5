import { acknowledgeAlert, judgeAlert, listAlerts, type AlertRow } from "#lib/alerts/index.ts";
import { submitEvidence } from "#lib/evidence/index.ts";
import { assignIncident, closeIncident, commentIncident, containIncident, declareIncident, resolveIncident } from "#lib/incidents/index.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { JOBS } from "#lib/jobs/registry.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { Job } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { DEMO_HOSTS, demoLogOf, handsOverAfter, type DemoHost } from "./demo-logs.ts";
import type { DemoWorld } from "./demo-world.ts";

const jobs = new Map<string, Job>(JOBS.map((job) => [job.kind, job]));
const minutes = (count: number): number => count * 60_000;

/** Runs what was queued, here and now, at the story's time; the worker finds it done. */
export async function runQueued(world: DemoWorld): Promise<void> {
  const { organizationId } = world;
  for (;;) {
    const next = await withTenant(runtime().database, organizationId, (tx) => tx.jobRun.findFirst({ where: { status: "queued" }, orderBy: { id: "asc" } }));
    if (next === null) return;
    await runJob(jobs, { organizationId, jobRunId: next.id }, true);
  }
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** What a host has logged since it last handed a file over. */
type Backlog = { firstDay: string; text: string };

/** Brings the logs that hosts hand over after a day, reads them, and files them as evidence that the hosts were heard. */
export async function bringDay(world: DemoWorld, backlogs: Map<DemoHost, Backlog>, day: string, lastDay: string, requestIds: readonly string[]): Promise<void> {
  for (const [index, host] of DEMO_HOSTS.entries()) {
    const before = backlogs.get(host) ?? { firstDay: day, text: "" };
    const backlog = { firstDay: before.firstDay, text: before.text + demoLogOf(host, day, lastDay) };
    backlogs.set(host, backlog);
    if (!handsOverAfter(host, day, lastDay)) continue;
    backlogs.delete(host);
    world.clock.set(new Date(Date.parse(`${addDays(day, 1)}T00:04:00Z`) + minutes(index)));
    const { encoding, ...stored } = await receiveSegment(world.as("priya"), { body: bytes(backlog.text) });
    const { segmentId } = await recordSegment(world.as("priya"), { sourceName: host, fileName: `${host}-${day}.log`, encoding, ...stored });
    await runQueued(world);
    const days = backlog.firstDay === day ? day : `${backlog.firstDay} to ${day}`;
    await submitEvidence(world.asTickmark(), { source: { kind: "log_segment", id: segmentId }, title: `Log of ${host}, ${days}`, requestIds: [...requestIds] });
  }
}

const REASONS: readonly { title: RegExp; verdict: "false_positive" | "expected" | "security_event"; reason: string }[] = [
  { title: /spray/i, verdict: "security_event", reason: "Guessed names from one address, none of them exists here. The address was blocked at the edge." },
  { title: /brute/i, verdict: "expected", reason: "Background guessing from the internet against the bastion; keys only for root, no session was opened." },
  { title: /account created|password changed/i, verdict: "security_event", reason: "Part of what happened on the primary database that evening; followed in the incident of the privileged user." },
  { title: /logging|kernel/i, verdict: "expected", reason: "Planned restart for the kernel update, change record CHG-118." },
  { title: /sudo/i, verdict: "expected", reason: "Known maintenance command of the on-call engineer." },
  { title: /./, verdict: "expected", reason: "Looked at with the owner of the host: planned work." },
];

function isPrivilegedUser(alert: AlertRow): boolean {
  return /administrator rights/i.test(alert.title) && alert.entity === "jim";
}

/** What the analysts do with the alerts of a day, each some minutes after it was raised. */
export async function judgeDay(world: DemoWorld, requestIds: { judged: readonly string[]; reach: readonly string[]; closure: readonly string[] }): Promise<void> {
  const { rows } = await listAlerts(world.as("jonas"), { view: "to_judge", pageSize: 50 });
  for (const [index, alert] of rows.entries()) {
    world.clock.set(new Date(alert.raisedAt.getTime() + minutes(6 + 3 * index)));
    await acknowledgeAlert(world.as("jonas"), { alertId: alert.id });
    world.clock.set(new Date(alert.raisedAt.getTime() + minutes(14 + 5 * index)));
    if (isPrivilegedUser(alert)) await followIncident(world, alert, requestIds.closure);
    else {
      const { verdict, reason } = REASONS.find((one) => one.title.test(alert.title))!;
      await judgeAlert(world.as("jonas"), { alertId: alert.id, verdict, reason });
    }
    const answers = [...requestIds.judged, ...requestIds.reach];
    await submitEvidence(world.asTickmark(), { source: { kind: "alert", id: alert.id }, title: `Alert ${alert.title}, judged`, requestIds: answers });
  }
}

async function followIncident(world: DemoWorld, alert: AlertRow, requestIds: readonly string[]): Promise<void> {
  const start = world.clock.now().getTime();
  const { id: incidentId } = await declareIncident(world.as("jonas"), {
    alertIds: [alert.id],
    title: "New privileged user outside the change window",
    severity: "medium",
    reason: "An account in group 0 was made on the primary database and no change record names it.",
    assigneeMemberId: world.memberId("jonas"),
  });
  world.clock.set(new Date(start + minutes(25)));
  await containIncident(world.as("jonas"), { incidentId, text: "Account locked, open session ended, key removed." });
  await commentIncident(world.as("priya"), { incidentId, text: "Made by hand for a restore that had no change record. Ask Infrastructure.", visibility: "internal" });
  world.clock.set(new Date(start + minutes(140)));
  await assignIncident(world.as("jonas"), { incidentId, memberId: world.memberId("priya") });
  world.clock.set(new Date(start + minutes(13 * 60)));
  await resolveIncident(world.as("priya"), {
    incidentId,
    cause: "A restore was run by hand, outside its procedure, and left the account behind.",
    text: "Account removed after the restore was checked; no data had been read by it.",
  });
  world.clock.set(new Date(start + minutes(3 * 24 * 60)));
  await closeIncident(world.as("ines"), { incidentId, text: "From now on a restore opens its own change record." });
  await submitEvidence(world.asTickmark(), { source: { kind: "incident", id: incidentId }, title: "Incident of a privileged user, followed to closure", requestIds: [...requestIds] });
}
