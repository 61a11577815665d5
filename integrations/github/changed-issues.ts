import { z } from "zod";
import { CollectionFailure, type Json } from "#lib/connector/index.ts";
import { reasonOf } from "./client.ts";
import { linesOf, type Visit } from "./repositories-asked.ts";

export const ISSUES = "GET /repos/{owner}/{repo}/issues";

/** Which label is asked for, from when on, and the next page where a second holds more than one. */
const placeSchema = z.object({ label: z.number(), since: z.iso.datetime({ offset: true }).nullable(), next: z.string().nullable() });
type Place = z.output<typeof placeSchema>;

export type ChangedIssues = { parameters: Json; issues: readonly Json[]; place: Json | null };

const changed = z.object({ updated_at: z.iso.datetime({ offset: true }) });

/**
 * Lists issues by their last change, ending with the newest. The next question begins a second before the last change seen,
 * not at a page number: what changes meanwhile moves to the end, and numbered pages would close up over an unread one.
 *
 * @param since asks only for what changed from then on; null: for everything
 */
export async function* changedIssues({ github, run, repository, within }: Visit, since: string | null, perPage: number): AsyncGenerator<ChangedIssues, void, void> {
  const labels = linesOf(run.settings.labels);
  const asked = labels.length === 0 ? [undefined] : labels;
  let place: Place | null = within === null ? { label: 0, since, next: null } : placeSchema.parse(within);
  while (place !== null) {
    const here: Place = place;
    const { owner, repo } = repository;
    const parameters = { owner, repo, state: "all", sort: "updated", direction: "asc", per_page: perPage, labels: asked[here.label], since: here.since ?? undefined };
    const answer = await (here.next === null ? github.get(ISSUES, parameters) : github.get(here.next));
    if ("refused" in answer) {
      run.gap({ reason: answer.refused === 410 ? "disabled" : reasonOf(answer), operation: ISSUES, scope: repository.name, says: answer.says });
      return;
    }
    if (!Array.isArray(answer.data)) throw new CollectionFailure("malformed", ISSUES, "The list of issues is no list.");
    const issues = answer.data as readonly Json[];
    place = placeAfter(here, answer.next, issues);
    if (place === null && here.label + 1 < asked.length) place = { label: here.label + 1, since, next: null };
    yield { parameters: shown(parameters), issues, place };
  }
}

function placeAfter(here: Place, next: string | null, issues: readonly Json[]): Place | null {
  if (next === null) return null;
  const last = changed.safeParse(issues.at(-1));
  if (!last.success) return { ...here, next };
  const from = new Date(Date.parse(last.data.updated_at) - 1000).toISOString().replace(".000Z", "Z");
  const advanced = here.since === null || Date.parse(from) > Date.parse(here.since);
  return advanced ? { ...here, since: from, next: null } : { ...here, next };
}

const shown = (parameters: Readonly<Record<string, string | number | undefined>>): Json =>
  Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
