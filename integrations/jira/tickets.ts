import { z } from "zod";
import { CollectionFailure, cursorOfParts, NOT_KEPT, partsKept, redactFields, sinceOfPart, type Answer, type Collector, type Ended, type Json, type Page, type Run } from "#lib/connector/index.ts";
import { openJira, reasonOf, type Jira } from "./client.ts";
import { jqlOf, linesOf, minuteInZone, searchAll, type SearchPage } from "./search.ts";
import { CHANGELOG, ticketsOf } from "./transform.ts";

const placeSchema = z.object({ begun: z.iso.datetime(), project: z.string(), within: z.json(), counted: z.number().nullable(), steady: z.boolean(), projects: z.string() });
type Place = Omit<z.output<typeof placeSchema>, "within"> & { within: Json };
const me = z.object({ accountId: z.string().optional(), key: z.string().optional(), name: z.string().optional(), displayName: z.string().nullish(), timeZone: z.string() });

export const tickets: Collector = {
  id: "tickets", name: "Issues and their history", explains: "Every issue of the chosen projects as it stands, and each change of it with who made it and when.",
  yields: ["ticket", "ticket_event"], everyHours: 1, fullEveryDays: 7,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    const jira = openJira(run);
    const projects = [...new Set(linesOf(run.settings.projects))].sort();
    if (projects.length === 0) throw new CollectionFailure("misconfigured", "GET /rest/api/3/project/{projectIdOrKey}", "No project is named.");
    const zone = (await whoAmI(jira)).timeZone;
    const resumed = run.resume === null ? null : placeSchema.parse(run.resume);
    const begun = resumed?.begun ?? run.now().toISOString();
    const kept = partsKept(projects, resumed?.projects ?? null);
    const visited = new Set<string>();
    let [counted, steady]: [number | null, boolean] = [resumed === null ? 0 : resumed.counted, resumed?.steady ?? true];
    for (const [index, project] of projects.entries()) {
      if (resumed !== null && project < resumed.project) continue;
      visited.add(project);
      const within = resumed?.project === project ? resumed.within : null;
      const changed = sinceOfPart(run, project);
      const since = changed === null ? null : minuteInZone(new Date(changed), zone);
      const jql = jqlOf(project, linesOf(run.settings.labels), since);
      if (within === null && !(await readable(jira, run, project))) continue;
      let total: number | null = null;
      for await (const page of searchAll(jira, run, project, jql, within)) {
        steady &&= total === null || total === page.total;
        total = page.total;
        const answers = await answersOf(jira, run, project, page);
        if (page.place === null) counted = added(counted, jira.cloud ? await approximateCount(jira, jql) : total);
        const place: Omit<Place, "begun" | "projects"> = page.place === null ? { project: projects[index + 1] ?? "\uffff", within: null, counted, steady } : { project, within: page.place, counted, steady };
        yield { answers, resume: { begun, projects: kept, ...place } };
      }
    }
    const count = counted === null ? null : { kind: "ticket" as const, total: counted };
    return {
      cursor: cursorOfParts(run, { names: projects, kept, visited }, begun),
      announced: count === null || jira.cloud ? null : { ...count, exact: steady },
      secondRoute: count !== null && jira.cloud ? { ...count, exact: false, route: "POST /rest/api/3/search/approximate-count" } : null,
    };
  },
  transform: ticketsOf,
};

const added = (one: number | null, other: number | null): number | null => (one === null || other === null ? null : one + other);

/** Whose credential it is, and in which zone it reads times. Asked first: a search without a login is answered, with what everybody may see. */
export async function whoAmI(jira: Jira): Promise<z.output<typeof me>> {
  const operation = jira.cloud ? "GET /rest/api/3/myself" : "GET /rest/api/2/myself";
  const answer = await jira.ask(operation, { pathname: "/myself" });
  if ("refused" in answer) throw new CollectionFailure(answer.refused === 403 ? "denied" : "misconfigured", operation, answer.says);
  const read = me.safeParse(answer.data);
  if (!read.success) throw new CollectionFailure("malformed", operation, "Jira does not say whose credential this is, or in which zone its times are.");
  return read.data;
}

/** Whether a project is there for this account: an empty search of one that is not would look like no issues. */
async function readable(jira: Jira, run: Run, project: string): Promise<boolean> {
  const operation = `GET /rest/api/${jira.cloud ? 3 : 2}/project/{projectIdOrKey}`;
  const answer = await jira.ask(operation, { pathname: `/project/${encodeURIComponent(project)}` });
  if (!("refused" in answer)) return true;
  run.gap({ reason: reasonOf(answer), operation, scope: project, says: `${answer.says} The project does not exist, or this account may not browse it.` });
  return false;
}

async function approximateCount(jira: Jira, jql: string): Promise<number | null> {
  const answer = await jira.ask("POST /rest/api/3/search/approximate-count", { pathname: "/search/approximate-count", body: { jql } });
  return "refused" in answer ? null : z.object({ count: z.number() }).safeParse(answer.data).data?.count ?? null;
}

/** Mail addresses are not needed to tell people apart. */
const PERSONAL = new Set(["emailAddress"]);

async function answersOf(jira: Jira, run: Run, scope: string, { operation, parameters, body, issues }: SearchPage): Promise<Answer[]> {
  const found: Answer = { operation, parameters, scope, body: withoutTexts(redactFields(body, PERSONAL)), items: issues.length };
  if (!jira.cloud) {
    for (const issue of issues) truncatedChangelog(run, scope, operation, issue);
    return [found];
  }
  const ids = issues.map((issue) => z.object({ id: z.string() }).safeParse(issue).data?.id).filter((id) => id !== undefined);
  return ids.length === 0 ? [found] : [found, ...(await changelogs(jira, run, scope, ids))];
}

async function changelogs(jira: Jira, run: Run, scope: string, ids: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  const used = new Set<string>();
  for (let token: string | null = null; ;) {
    const parameters: Json = { issueIdsOrKeys: ids, maxResults: 1000, ...(token === null ? {} : { nextPageToken: token }) };
    const answer = await jira.ask(CHANGELOG, { pathname: "/changelog/bulkfetch", body: parameters });
    if ("refused" in answer) {
      run.gap({ reason: reasonOf(answer), operation: CHANGELOG, scope, says: answer.says });
      return answers;
    }
    answers.push({ operation: CHANGELOG, parameters, scope, body: withoutTexts(redactFields(answer.data, PERSONAL)), items: ids.length });
    token = z.object({ nextPageToken: z.string().nullish() }).safeParse(answer.data).data?.nextPageToken ?? null;
    if (token === null) return answers;
    if (used.has(token)) throw new CollectionFailure("malformed", CHANGELOG, "Jira named the same next page twice: the history would not end.");
    used.add(token);
  }
}

function truncatedChangelog(run: Run, scope: string, operation: string, issue: Json): void {
  const read = z.object({ key: z.string(), changelog: z.object({ total: z.number(), histories: z.array(z.json()) }) }).safeParse(issue);
  if (!read.success) run.gap({ reason: "truncated", operation, scope, says: "An issue came without its history." });
  else if (read.data.changelog.total > read.data.changelog.histories.length) run.gap({ reason: "truncated", operation, scope, says: `${read.data.key} has ${read.data.changelog.total} changes; ${read.data.changelog.histories.length} came.` });
}

const TEXTS = new Set(["description", "comment", "environment"]);

/** Histories carry whole texts before and after: that they changed is kept, what they said is not. */
function withoutTexts(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutTexts);
  if (typeof value !== "object" || value === null) return value;
  const one = value as Readonly<Record<string, Json>>;
  const hidden = typeof one.field === "string" && TEXTS.has(one.field.toLowerCase());
  return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, hidden && ["from", "to", "fromString", "toString"].includes(name) && inner !== null ? NOT_KEPT : withoutTexts(inner)]));
}
