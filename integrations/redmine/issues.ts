import { z } from "zod";
import { cursorOfParts, elementsOf, membersOf, partsKept, sinceOfPart, type Answer, type Collector, type Ended, type Json, type Page, type Run } from "#lib/connector/index.ts";
import { countIssues, listIssues, readIssue, readNames, whoAsks } from "./client.ts";
import { listed, type Names } from "./schema.ts";
import { transform } from "./transform.ts";

const LIMIT = 100;
/** What is saved by others while we ask may carry a time a little before what we saw. */
const OVERLAP_MS = 2 * 60_000;
/** Clocks may be so far apart before nothing is collected. */
const CLOCKS_APART_MS = 5 * 60_000;

const instant = z.iso.datetime({ offset: true });
/**
 * Where a run stands: in which project, from which id (full) or time (incremental) on, and how many of that very time
 * were passed over. `counted` is what the server said there are when the run began, which `begun` is by our clock.
 */
const placeSchema = z.strictObject({ begun: z.iso.datetime(), project: z.int().nonnegative(), from: z.int().nonnegative(), since: instant.nullable(), offset: z.int().nonnegative(), latest: instant.nullable(), counted: z.int().nonnegative(), projects: z.string() });
/** What stands for whatever the key may see, where no project is named. */
const EVERYTHING = "*";
type Place = z.output<typeof placeSchema>;

/** The projects that are asked for one by one; null stands for whatever the key may see. */
const projectsOf = ({ settings }: Run): readonly (string | null)[] => {
  const named = (settings.projects ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return named.length === 0 ? [null] : named;
};

const sumOf = async (run: Run, state: "*" | "open" | "closed"): Promise<number> => {
  let sum = 0;
  for (const project of projectsOf(run)) sum += await countIssues(run, project, state);
  return sum;
};

export const issues: Collector = {
  id: "issues", name: "Issues", explains: "Issues, closed and confidential ones included, with every change of them and who made it.",
  yields: ["ticket", "ticket_event"], everyHours: 1, fullEveryDays: 30,
  async *collect(run: Run): AsyncGenerator<Page, Ended, void> {
    await whoAsks(run);
    const { names: known, answers } = await readNames(run);
    const full = run.listing === "full" || run.cursor === null;
    const projects = projectsOf(run);
    const names = projects.map((project) => project ?? EVERYTHING);
    const sinceOf = (index: number): string | null => sinceOfPart(run, names[index] ?? "");
    let place: Place;
    if (run.resume === null) {
      place = { begun: run.now().toISOString(), project: 0, from: 0, since: sinceOf(0), offset: 0, latest: null, counted: full ? await sumQuietly(run, "*") : 0, projects: partsKept(names, null) };
      yield { answers, resume: place };
    } else {
      place = placeSchema.parse(run.resume);
      // Places are counted: among other projects they mean nothing.
      if (partsKept(names, place.projects) !== place.projects) place = { ...place, project: 0, from: 0, since: sinceOf(0), offset: 0, projects: partsKept(names, null) };
    }
    while (place.project < projects.length) {
      const page = await onePage(run, { project: projects[place.project] ?? null, beginning: sinceOf(place.project + 1) }, place, known);
      place = page.place;
      yield { answers: page.answers, resume: place };
    }
    return await endOf(run, place, names);
  },
  transform,
};

/** Redmine refuses times with parts of seconds. */
const secondsOf = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, "Z");

/** Counts without telling a gap: what cannot be had is told when it is listed. */
const sumQuietly = (run: Run, state: "*" | "open" | "closed"): Promise<number> => sumOf({ ...run, gap: () => undefined }, state);

/** A page of a list, and each issue of it with its journals. `beginning` is where the next project begins. */
async function onePage(run: Run, { project, beginning }: { project: string | null; beginning: string | null }, place: Place, names: Names): Promise<{ answers: Answer[]; place: Place }> {
  // By id, and by time, behind what was seen last: what is deleted or changed meanwhile moves nothing past us.
  const filter: Record<string, string> = place.since === null ? { issue_id: `>=${place.from}`, sort: "id:asc" } : { updated_on: `>=${place.since}`, sort: "updated_on:asc,id:asc" };
  const page = await listIssues(run, project, { ...filter, limit: String(LIMIT), offset: String(place.offset) });
  const next = { ...place, project: place.project + 1, from: 0, since: beginning, offset: 0 };
  if (page === null) return { answers: [], place: next };
  const found = elementsOf(membersOf(page.answer.body).issues).flatMap((one) => listed.safeParse(one).data ?? []);
  const answers: Answer[] = [page.answer];
  for (const { id } of found) {
    const answer = await readIssue(run, id, project, names);
    if (answer !== null) answers.push(answer);
  }
  // The key may have been revoked since: then the lists above held what anybody may see.
  await whoAsks(run);
  const last = found.at(-1);
  const latest = found.reduce<string | null>((known, { updated_on: at }) => (known === null || Date.parse(at) > Date.parse(known) ? at : known), place.latest);
  if (last === undefined || page.answer.items < LIMIT) return { answers, place: { ...next, latest } };
  if (place.since === null) return { answers, place: { ...place, from: last.id + 1, latest } };
  const moved = Date.parse(last.updated_on) > Date.parse(place.since);
  return { answers, place: { ...place, since: moved ? last.updated_on : place.since, offset: moved ? 0 : place.offset + LIMIT, latest } };
}

async function endOf(run: Run, { begun, latest, counted, projects: kept }: Place, names: readonly string[]): Promise<Ended> {
  // An issue that was changed after it had been read, while others were, is older than what was seen last.
  const since = latest === null ? null : secondsOf(new Date(Math.min(Date.parse(latest) - OVERLAP_MS, Date.parse(begun) - CLOCKS_APART_MS)));
  const cursor: Json | null = since === null ? run.cursor : cursorOfParts(run, { names, kept, visited: new Set() }, since);
  if (run.listing !== "full" && run.cursor !== null) return { cursor, announced: null, secondRoute: null };
  const total = await sumQuietly(run, "*");
  const states = (await sumQuietly(run, "open")) + (await sumQuietly(run, "closed"));
  // While issues come and go, no count of them is exact.
  const exact = total === counted && states === total;
  return {
    cursor, announced: { kind: "ticket", total, exact },
    secondRoute: { kind: "ticket", total: states, exact, route: "GET /issues.json, open and closed counted apart" },
  };
}
