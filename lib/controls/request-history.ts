import { SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import type { VersionChange } from "./version-changes.ts";

/** One version of an evidence request, with the name of who owned it. */
export type RequestVersion = {
  requestId: string;
  number: number;
  title: string;
  guidance: string;
  freshnessDays: number;
  sourceKinds: readonly SourceKind[];
  ownerName: string | null;
  asked: boolean;
  effectiveFrom: Date;
  recordedAt: Date;
};

/** What was changed of a control's requests at once. */
export type RequestEvent = { at: Date; effectiveFrom: Date; text: string; changes: VersionChange[] };

type Deed = "asked" | "ended" | "again" | "reworded" | "given";
type Step = { before: RequestVersion | undefined; after: RequestVersion };
type Told = Step & { deeds: Deed[]; /** From when it holds; who owns a request does from when it is recorded. */ since: Date };

const PARTS: readonly [string, (version: RequestVersion) => string][] = [
  ["Title", (one) => one.title],
  ["What it asks", (one) => one.guidance],
  ["Freshness", (one) => `every ${one.freshnessDays} ${one.freshnessDays === 1 ? "day" : "days"}`],
  ["Sources", (one) => one.sourceKinds.map((kind) => SOURCE_KIND_WORDS[kind]).join(", ")],
];
const OWNER: (typeof PARTS)[number] = ["Owner", (one) => one.ownerName ?? "nobody"];

/**
 * The changes of a control's evidence requests as events, those recorded together as one, in the order of recording. The
 * requests that a control began with are no change. Pure.
 *
 * @param versions of every request of the control
 */
export function requestEvents(versions: readonly RequestVersion[], controlRecordedAt: Date | undefined): RequestEvent[] {
  const steps = [...Map.groupBy(versions, (one) => one.requestId).values()].flatMap(stepsOf);
  const told = steps.filter(({ before, after }) => before !== undefined || after.recordedAt.getTime() !== controlRecordedAt?.getTime()).flatMap((step): Told[] => {
    const deeds = deedsOf(step);
    return deeds.length === 0 ? [] : [{ ...step, deeds, since: deeds.every((one) => one === "given") ? step.after.recordedAt : step.after.effectiveFrom }];
  });
  const together = Map.groupBy(told, ({ after, since }) => `${after.recordedAt.toISOString()} ${since.toISOString()}`);
  return [...together.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [eventOf(first, others)])).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What became of one request, by the instants at which it was changed. */
function stepsOf(versions: readonly RequestVersion[]): Step[] {
  const last = [...Map.groupBy([...versions].sort((a, b) => a.number - b.number), (one) => one.recordedAt.getTime()).values()].flatMap((some) => some.at(-1) ?? []);
  return last.map((after, index) => ({ before: last[index - 1], after }));
}

function eventOf(first: Told, others: readonly Told[]): RequestEvent {
  const steps = [first, ...others];
  const byDeed = Map.groupBy(steps.flatMap((step) => step.deeds.map((deed) => ({ deed, to: OWNER[1](step.after) }))), (one) => one.deed);
  const names = new Set((byDeed.get("given") ?? []).map(({ to }) => to));
  const words: Readonly<Record<Deed, string>> = { asked: "asked for the first time", ended: "asked no more", again: "asked again", reworded: "reworded", given: names.size === 1 ? `given to ${[...names].join("")}` : "given to other owners" };
  const parts = [...byDeed].map(([deed, some]) => `${some.length} ${words[deed]}`);
  const text = others.length === 0 ? `Request “${first.after.title}” ${[...byDeed.keys()].map((deed) => words[deed]).join(", ")}` : `Evidence requests: ${parts.join(", ")}`;
  return { at: first.after.recordedAt, effectiveFrom: first.since, text, changes: steps.flatMap((step) => changesOf(step, others.length > 0)) };
}

function deedsOf({ before, after }: Step): Deed[] {
  if (before === undefined) return ["asked"];
  if (before.asked !== after.asked) return [after.asked ? "again" : "ended"];
  return [...(PARTS.some(([, read]) => read(before) !== read(after)) ? ["reworded" as const] : []), ...(OWNER[1](before) === OWNER[1](after) ? [] : ["given" as const])];
}

function changesOf({ before, after }: Step, named: boolean): VersionChange[] {
  if (before === undefined) return [];
  return [...PARTS, OWNER].flatMap(([part, read]) => (read(before) === read(after) ? [] : [{ part: named ? `“${after.title}”: ${part.toLowerCase()}` : part, before: read(before), after: read(after) }]));
}
