import { listControls } from "#lib/controls/index.ts";
import {
  acceptRisk, addStep, finishStep, linkTicket, planRemediation, raiseFinding, remediateFinding, reopenFinding, runDueFindings, setFindingSeverity, shareFinding, verifyRemediation, withdrawFinding,
} from "#lib/findings/index.ts";
import { listIncidents } from "#lib/incidents/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import type { DemoPersonKey } from "./demo-people.ts";
import type { DemoWorld } from "./demo-world.ts";

type Raised = Parameters<typeof raiseFinding>[1];

/** One thing that somebody did, so many days before the story's last one. */
type Act = { daysBefore: number; by: DemoPersonKey; run(context: ReturnType<DemoWorld["as"]>, findingId: string): Promise<unknown> };

type Story = { raised: Pick<Raised, "title" | "description" | "severity" | "source">; controls: readonly string[]; owner: DemoPersonKey; daysBefore: number; by: DemoPersonKey; acts: readonly Act[] };

/** Findings that are settled, or were: an accepted risk near its end, one that was closed, one that never was, one that came back. */
function settledStories(day: (daysBefore: number) => string): Story[] {
  return [
    {
      raised: {
        title: "Two contractor laptops without disk encryption", severity: "high", source: { kind: "policy", name: "Acceptable use policy, 6.1" },
        description: "The inventory of 2 devices says **encryption: off**. Both hold copies of log exports.\n\n- The model cannot be encrypted by the management tool.\n- Both contracts end within the quarter.",
      },
      controls: ["SYS.1.01"], owner: "tomas", daysBefore: 44, by: "priya",
      acts: [{ daysBefore: 40, by: "ines", run: (as, findingId) => acceptRisk(as, { findingId, until: day(-11), reason: "The laptops leave with their contracts; until then they stay in the office and hold no customer data." }) }],
    },
    {
      raised: { title: "Clock of db-01 four minutes off", severity: "medium", source: { kind: "by_hand" }, description: "Lines of **db-01** stand four minutes before those of every other host, so that a chain of events reads in the wrong order." },
      controls: ["SYS.1.01"], owner: "tomas", daysBefore: 38, by: "jonas",
      acts: [
        { daysBefore: 36, by: "tomas", run: (as, findingId) => planRemediation(as, { findingId, rootCause: "The time service was stopped for an upgrade and not started again.", plan: "Start it, and alert when a host drifts by more than a second." }) },
        { daysBefore: 33, by: "tomas", run: (as, findingId) => remediateFinding(as, { findingId, text: "Running on every host; the drift is measured now." }) },
        { daysBefore: 32, by: "ines", run: (as, findingId) => verifyRemediation(as, { findingId, decision: "closed", reason: "Compared the newest lines of all hosts." }) },
      ],
    },
    {
      raised: { title: "Root signs in on the bastion", severity: "critical", source: { kind: "by_hand" }, description: "Sign-ins of root on bastion-01 at night." },
      controls: ["SYS.2.07"], owner: "priya", daysBefore: 30, by: "jonas",
      acts: [{ daysBefore: 29, by: "ines", run: (as, findingId) => withdrawFinding(as, { findingId, reason: "These are refused attempts from the internet; no session was opened. The alerts say so." }) }],
    },
    {
      raised: { title: "Restores of the object store are not tried", severity: "medium", source: { kind: "policy", name: "Backup policy, 4.2" }, description: "The policy asks for a restore each quarter. The last one that left a record is from spring." },
      controls: ["GOV.4.03"], owner: "hanna", daysBefore: 28, by: "ines",
      acts: [
        { daysBefore: 24, by: "hanna", run: (as, findingId) => remediateFinding(as, { findingId, text: "Restored a bucket, 41 minutes." }) },
        { daysBefore: 23, by: "ines", run: (as, findingId) => verifyRemediation(as, { findingId, decision: "closed", reason: "The record names what was compared." }) },
        { daysBefore: 6, by: "ines", run: (as, findingId) => reopenFinding(as, { findingId, reason: "The restore of this quarter was skipped again." }) },
      ],
    },
  ];
}

/** Findings that somebody has to work on: a late one, one that an audit named, one that an incident's review did. */
function openStories(engagementId: string, incidentId: string): Story[] {
  return [
    {
      raised: { title: "Changes to detection rules without a second person", severity: "high", source: { kind: "by_hand" }, description: "Three of the last ten changes were merged by who wrote them. The repository does not demand a review for the folder of rules." },
      controls: ["SYS.2.07"], owner: "priya", daysBefore: 36, by: "ines",
      acts: [{ daysBefore: 35, by: "mara", run: (as, findingId) => shareFinding(as, { findingId, visibility: "shared_with_auditor" }) }],
    },
    {
      raised: { title: "No record of who approved the monitoring criteria", severity: "medium", source: { kind: "engagement", engagementId }, description: "In the walkthrough nobody could show **who** approved the criteria that are in force, and when. The document has no history." },
      controls: ["SYS.2.07"], owner: "hanna", daysBefore: 14, by: "ines",
      acts: [
        { daysBefore: 12, by: "hanna", run: (as, findingId) => planRemediation(as, { findingId, rootCause: "The criteria moved from the wiki to the repository without their history.", plan: "Approve them anew in the repository, where each change names its reviewer." }) },
        { daysBefore: 12, by: "hanna", run: (as, findingId) => linkTicket(as, { findingId, title: "SEC-341", url: "https://tracker.fernhall.example/SEC-341" }) },
        {
          daysBefore: 11, by: "hanna",
          run: async (as, findingId) => {
            const step = await addStep(as, { findingId, text: "Move the criteria into the repository" });
            await addStep(as, { findingId, text: "Have them approved by the head of security" });
            if (step !== undefined) await finishStep(as, { stepId: step.id, done: true });
          },
        },
      ],
    },
    {
      raised: { title: "Restores by hand leave accounts behind", severity: "medium", source: { kind: "incident", incidentId }, description: "The review of the incident: a restore that is run by hand makes an account for itself, and nothing takes it away." },
      controls: ["SYS.2.07"], owner: "priya", daysBefore: 2, by: "jonas",
      acts: [
        { daysBefore: 2, by: "ines", run: (as, findingId) => setFindingSeverity(as, { findingId, severity: "high", reason: "The account had administrator rights." }) },
        { daysBefore: 1, by: "priya", run: (as, findingId) => remediateFinding(as, { findingId, text: "The restore runs from the pipeline alone, under an account that ends with it." }) },
      ],
    },
  ];
}

/** The register as the demo's people and Tickmark itself have filled it. */
export async function tellFindings(world: DemoWorld, engagementId: string, lastDay: string): Promise<void> {
  const controls = new Map((await listControls(world.as("ines"), { size: 200 })).rows.map((row) => [row.code, row.controlId]));
  const [incident] = (await listIncidents(world.as("ines"), {})).rows;
  if (incident === undefined) throw new Error("the story has no incident");
  const day = (daysBefore: number): string => addDays(lastDay, -daysBefore);
  const told = [...settledStories(day), ...openStories(engagementId, incident.id)].sort((a, b) => b.daysBefore - a.daysBefore);
  for (const { raised, controls: codes, owner, daysBefore, by, acts } of told) {
    world.clock.set(`${day(daysBefore)}T09:30:00Z`);
    const { id } = await raiseFinding(world.as(by), { ...raised, controlIds: codes.flatMap((code) => controls.get(code) ?? []), owner: { kind: "member", memberId: world.memberId(owner) } });
    for (const [index, act] of acts.entries()) {
      world.clock.set(new Date(Date.parse(`${day(act.daysBefore)}T11:00:00Z`) + index * 60_000));
      await act.run(world.as(act.by), id);
    }
  }
  world.clock.set(`${lastDay}T04:00:00Z`);
  await runDueFindings(world.asTickmark());
}
