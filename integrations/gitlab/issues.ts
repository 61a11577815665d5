import { askPart, type Answer, type Collector, type Gap, type Json, type Run } from "#lib/connector/index.ts";
import { askWhole, keptEvent, keptIssue, keptNote, requestOf, whoAsks } from "./client.ts";
import { idsOf, listByChange, type Listing } from "./projects.ts";
import { statistics, type Project } from "./schema.ts";
import { HISTORY, ISSUES, transformIssues } from "./transform-issues.ts";

const STATISTICS = "GET /projects/:id/issues_statistics";
/** From Planner on, confidential issues of a project are seen (GitLab, permissions of project members). */
const SEES_CONFIDENTIAL = 15;

export const issues: Collector = {
  id: "issues", name: "Issues", explains: "Issues, closed and confidential ones included, with every change of state, label, milestone, iteration and assignment, and who made it.",
  yields: ["ticket", "ticket_event"], everyHours: 1, fullEveryDays: 30,
  async *collect(run) {
    const { is_admin: admin = false } = await whoAsks(run);
    return yield* listByChange(run, {
      kind: "ticket", path: "issues", operation: ISSUES, route: STATISTICS,
      seen: (project) => seenBy(project, admin),
      async count({ id, path_with_namespace: scope }) {
        const answered = await askPart({ ask: run.ask, gap: () => undefined }, requestOf(run, `/projects/${id}/issues_statistics`, { scope: "all" }), STATISTICS, scope);
        return statistics.safeParse(answered?.body).data?.statistics.counts.all ?? null;
      },
      async answersOf(project, items, parameters) {
        const { id, path_with_namespace: scope } = project;
        const answers: Answer[] = [{ operation: ISSUES, parameters: { id, ...parameters }, scope, body: { issues: items.map(keptIssue) }, items: items.length }];
        for (const one of idsOf(items)) {
          const answer = await historyOf(run, project, one);
          if (answer !== null) answers.push(answer);
        }
        return answers;
      },
    });
  },
  transform: transformIssues,
};

/** What is not seen of a project: everything, where issues are off; confidential ones, where the account's role is too low or not told. */
function seenBy({ issues_access_level: level, permissions }: Project, admin: boolean): ReturnType<Listing["seen"]> {
  if (level === "disabled") return { asked: false, gap: { reason: "disabled", says: "Issues are switched off in this project." } };
  const role = Math.max(permissions?.project_access?.access_level ?? 0, permissions?.group_access?.access_level ?? 0);
  const says = "The token’s account is no member with the role Reporter, or it could not be read: confidential issues are not seen.";
  return { asked: true, gap: admin || role >= SEES_CONFIDENTIAL ? null : { reason: "denied", says } };
}

/** The history of an issue, whole or not at all: a part of it would say that the rest did not happen. */
async function historyOf(run: Run, { id, path_with_namespace: project }: Project, one: { id: number; iid: number }): Promise<Answer | null> {
  const [path, scope] = [`/projects/${id}/issues/${one.iid}`, `${project}#${one.iid}`];
  const found: Record<string, Json> = {};
  for (const what of ["state", "label", "milestone"]) {
    const events = await askWhole(run, `${path}/resource_${what}_events`, `${HISTORY}/resource_${what}_events`, scope);
    if (events === null) return null;
    found[what] = events.map(keptEvent);
  }
  const iterations = await iterationsOf(run, path, scope);
  if (iterations === "denied") return null;
  const notes = await askWhole(run, `${path}/notes`, `${HISTORY}/notes`, scope, { order_by: "created_at", sort: "asc" });
  if (notes === null) return null;
  const body = { issue: { id: one.id, iid: one.iid }, ...found, iteration: iterations, notes: notes.map(keptNote) };
  return { operation: HISTORY, parameters: { id, issue_iid: one.iid }, scope: project, body, items: 1 };
}

/** Iterations come with Premium; a server without them knows no such question, of an issue whose other events it told. @returns null for that */
async function iterationsOf(run: Run, path: string, scope: string): Promise<Json[] | null | "denied"> {
  let absent = false;
  const gap = (one: Gap): void => {
    if (one.reason === "not_found") absent = true;
    else run.gap(one);
  };
  const events = await askWhole({ ...run, gap }, `${path}/resource_iteration_events`, `${HISTORY}/resource_iteration_events`, scope);
  if (events !== null) return events.map(keptEvent);
  return absent ? null : "denied";
}
