import { z } from "zod";
import { redactFields, sinceOfPart, type Collector, type Ended, type Json, type Page, type Run } from "#lib/connector/index.ts";
import { changedIssues, ISSUES } from "./changed-issues.ts";
import { openGithub, reasonOf } from "./client.ts";
import { eachRepository, linesOf, PER_PAGE, type Visit } from "./repositories-asked.ts";
import { ticketsOf, timelineOf } from "./transform-tickets.ts";

const TIMELINE = "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline";

/** Descriptions and comments hold what people wrote of people: they stay at GitHub. */
export const WRITTEN = new Set(["body", "body_text", "body_html"]);
/** As many timelines are asked for between two commits. */
const HISTORIES_PER_PAGE = 30;

/** From when on changes of a repository are asked for; null: since ever. */
export const sinceOf = ({ run, repository: { name } }: Visit): string | null => sinceOfPart(run, name);

export const tickets: Collector = {
  id: "tickets", name: "Issues", explains: "Every issue as it stands, as the population of tickets from which incidents are drawn.",
  yields: ["ticket"], everyHours: 1, fullEveryDays: 7,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    const cursor = yield* eachRepository(run, async function* (visit) {
      for await (const { parameters, issues, place } of changedIssues(visit, sinceOf(visit), PER_PAGE)) {
        yield { answers: [{ operation: ISSUES, parameters, scope: visit.repository.name, body: redactFields(issues, WRITTEN), items: issues.length }], resume: place };
      }
    });
    return { cursor, announced: null, secondRoute: run.listing === "full" ? await countBySearch(run) : null };
  },
  transform: ticketsOf,
};

/** GitHub's search counts the issues on another way. Its index lags behind, so that the count is shown and not judged. */
async function countBySearch(run: Run): Promise<Ended["secondRoute"]> {
  const [chosen, labels] = [linesOf(run.settings.repositories), linesOf(run.settings.labels)];
  const where = chosen.length > 0 ? chosen.map((name) => `repo:${name}`) : [`org:${run.settings.organization ?? ""}`];
  const q = ["is:issue", ...where, ...(labels.length > 0 ? [`label:${labels.map((label) => `"${label}"`).join(",")}`] : [])].join(" ");
  const answer = await openGithub(run).get("GET /search/issues", { q, per_page: 1 });
  const counted = "refused" in answer ? null : z.object({ total_count: z.number(), incomplete_results: z.literal(false) }).safeParse(answer.data).data;
  return counted == null ? null : { kind: "ticket", total: counted.total_count, exact: false, route: `GET /search/issues ${q}` };
}

export const ticketHistory: Collector = {
  id: "ticket-history", name: "History of issues", explains: "Who assigned, labelled, closed or reopened which issue and when, from its timeline.",
  yields: ["ticket_event"], everyHours: 6, fullEveryDays: 30, forgets: true,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    const cursor = yield* eachRepository(run, async function* (visit) {
      const since = sinceOf(visit) ?? run.window.from?.toISOString() ?? null;
      for await (const { issues, place } of changedIssues(visit, since, HISTORIES_PER_PAGE)) {
        const answers = [];
        for (const issue of issues) answers.push(...(await timelineAnswers(visit, issue)));
        yield { answers, resume: place };
      }
    });
    return { cursor, announced: null, secondRoute: null };
  },
  transform: timelineOf,
};

const identified = z.object({ id: z.number(), number: z.number(), pull_request: z.unknown().optional() });

async function timelineAnswers({ github, run, repository }: Visit, issue: Json): Promise<Page["answers"][number][]> {
  const read = identified.safeParse(issue);
  if (!read.success) {
    run.gap({ reason: "unreadable", operation: ISSUES, scope: repository.name, says: "An issue came without its id: its history cannot be asked for." });
    return [];
  }
  if (read.data.pull_request !== undefined) return [];
  const answers = [];
  const parameters = { owner: repository.owner, repo: repository.repo, issue_number: read.data.number, per_page: PER_PAGE };
  for (let next: string | null = TIMELINE; next !== null;) {
    const answer = await github.get(next, next === TIMELINE ? parameters : {});
    if ("refused" in answer) {
      run.gap({ reason: reasonOf(answer), operation: TIMELINE, scope: repository.name, says: `#${read.data.number}: ${answer.says}` });
      break;
    }
    const events = answer.data;
    answers.push({ operation: TIMELINE, parameters: { ...parameters, issue_id: read.data.id }, scope: repository.name, body: redactFields(events, WRITTEN), items: Array.isArray(events) ? events.length : 0 });
    next = answer.next;
  }
  return answers;
}
