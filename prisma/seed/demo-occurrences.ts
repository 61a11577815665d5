import { adoptLibrary, libraryOf, readControl, type ControlContent } from "#lib/controls/index.ts";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { listOccurrences, performOccurrence, reviewOccurrence } from "#lib/occurrences/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { asEarlierEdition } from "./demo-drift.ts";
import type { DemoPersonKey } from "./demo-people.ts";
import type { DemoWorld } from "./demo-world.ts";

/** How a window of the past ended. `waiting`: performed, and nobody has reviewed it. */
type Ending = "on_time" | "late" | "missed" | "waiting";

type PeriodicControl = { code: string; owner: DemoPersonKey; request: string; endings: readonly Ending[]; said: string; found: Readonly<Record<number, string>> };

/** Controls that people perform by the calendar, with how their windows ended: the newest that is over first, `on_time` before those. */
const PERIODIC: readonly PeriodicControl[] = [
  {
    code: "ACC.1.02", owner: "hanna", request: "review-decisions", endings: ["missed", "on_time", "late"],
    said: "Went through every account of the directory, the cloud and the build system with the owner of each. What nobody could give a reason for was taken away the same week.",
    found: { 2: "Two people who had moved to another team still could deploy. Their rights were taken away; nothing was deployed with them." },
  },
  {
    code: "GOV.4.03", owner: "tomas", request: "overdue", endings: ["waiting", "on_time", "on_time", "late", "on_time", "on_time", "on_time", "missed"],
    said: "Read the whole list of findings with the owner of each. What is overdue was raised to the head of engineering, with a new date or an accepted risk.",
    found: {},
  },
];

type Window = { control: PeriodicControl; controlId: string; requestId: string; firstDay: string; lastDay: string; ending: Ending; found: string | null };

/** Adopts the periodic controls now, and answers what is to be performed of them until a day, in the order of time. */
export async function adoptPeriodicControls(world: DemoWorld, content: readonly { value: ControlContent }[], lastDay: string): Promise<Window[]> {
  const controls = libraryOf(content, PERIODIC.map(({ code }) => code)).map((control) => ({
    ...asEarlierEdition(control), evidenceRequests: control.evidenceRequests.filter(({ key }) => PERIODIC.some((one) => one.code === control.code && one.request === key)),
  }));
  await adoptLibrary(world.as("mara"), { controls });
  const windows: Window[] = [];
  for (const control of PERIODIC) {
    const { id: controlId, requests } = await readControl(world.as("ines"), { code: control.code });
    const request = requests.find(({ key }) => key === control.request);
    if (request === undefined) throw new Error(`the library has no ${control.code} ${control.request}`);
    await assignOwner(world.as("ines"), { controlIds: [controlId], owner: { kind: "member", memberId: world.memberId(control.owner) } });
    const { rows: all } = await listOccurrences(world.as("ines"), { controlCode: control.code, period: { firstDay: addDays(lastDay, -700), lastDay: addDays(lastDay, -1) }, size: 100 });
    windows.push(...all.map(({ firstDay, lastDay: last }, index): Window => ({
      control, controlId, requestId: request.id, firstDay, lastDay: last, ending: control.endings[index] ?? "on_time", found: control.found[index] ?? null,
    })));
  }
  return windows.sort((a, b) => (a.lastDay < b.lastDay ? -1 : 1));
}

/** The owners do what they did of these windows, each with its proof, and the compliance manager reviews it. */
export async function performWindows(world: DemoWorld, windows: readonly Window[]): Promise<void> {
  for (const { control, controlId, requestId, firstDay, lastDay, ending, found } of windows) {
    if (ending === "missed") continue;
    const day = addDays(lastDay, ending === "late" ? 6 : -2);
    world.clock.set(`${day}T10:00:00Z`);
    const owner = world.as(control.owner);
    const evidence = await submitEvidence(owner, { source: { kind: "note" }, title: `${control.code}, what was decided by ${lastDay}`, note: control.said, requestIds: [requestId] });
    const { id: performanceId } = await performOccurrence(owner, { controlId, window: firstDay, performedOn: day, summary: control.said, exceptions: found, evidenceIds: [evidence.id] });
    if (ending === "waiting") continue;
    world.clock.set(`${day}T14:30:00Z`);
    await reviewEvidence(world.as("ines"), { evidenceId: evidence.id, decision: "accepted" });
    await reviewOccurrence(world.as("ines"), { performanceId, decision: "accepted" });
  }
}
