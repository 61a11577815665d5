import { addressAt, askJson, askPart, CollectionFailure, elementsOf, membersOf, type Answer, type Json, type JsonAnswered, type OutgoingRequest, type Run, type Session } from "#lib/connector/index.ts";
import { redactIssue, redactList } from "./redact.ts";
import { list, user, type Names } from "./schema.ts";

export const ISSUES = "GET /issues.json";
export const ISSUE = "GET /issues/{id}.json";
const CURRENT_USER = "GET /users/current.json";
const NAMES = { status_id: ["/issue_statuses.json", "issue_statuses"], priority_id: ["/enumerations/issue_priorities.json", "issue_priorities"], tracker_id: ["/trackers.json", "trackers"] } as const;

export function requestOf(session: Pick<Session, "settings" | "credential">, path: string, parameters: Readonly<Record<string, string>> = {}): OutgoingRequest {
  return { url: addressAt(session, path, parameters), headers: { "x-redmine-api-key": session.credential.values.key ?? "", accept: "application/json" } };
}

/**
 * Whom the key belongs to. A Redmine that anybody may read answers a wrong or revoked key with what anybody may see,
 * and 200: only this question tells whether the key counts.
 *
 * @throws CollectionFailure credential_refused, malformed, and what asking throws
 */
export async function whoAsks(session: Session): Promise<{ id: number; name: string }> {
  const { body } = await askJson(session.ask, requestOf(session, "/users/current.json"), CURRENT_USER);
  const read = user.safeParse(body);
  if (!read.success) throw new CollectionFailure("malformed", CURRENT_USER, "The server does not say whom the key belongs to: it is no Redmine.");
  const { id, login, firstname, lastname } = read.data.user;
  return { id, name: login ?? [firstname, lastname].filter((part) => part !== undefined).join(" ") };
}

/** A page of issues, closed ones included. @returns null when the project cannot be had, which is then a gap */
export async function listIssues(run: Run, project: string | null, filter: Readonly<Record<string, string>>): Promise<{ answer: Answer; total: number } | null> {
  const parameters = { status_id: "*", ...(project === null ? {} : { project_id: project, subproject_id: "!*" }), ...filter };
  const answered = await askPart(run, requestOf(run, "/issues.json", parameters), ISSUES, project);
  if (answered === null) return null;
  const body = redactList(wholeList(answered));
  const { issues, total_count: total } = list.parse(body);
  return { answer: { operation: ISSUES, parameters, scope: project, body, items: issues.length }, total };
}

function wholeList({ body }: JsonAnswered): Json {
  if (!list.safeParse(body).success) throw new CollectionFailure("malformed", ISSUES, "The server does not say how many issues there are: it is no Redmine.");
  return body;
}

/** How many issues of a state the server counts. */
export async function countIssues(run: Run, project: string | null, state: "*" | "open" | "closed"): Promise<number> {
  return (await listIssues(run, project, { status_id: state, limit: "1" }))?.total ?? 0;
}

/** An issue with its journals. @returns null when it cannot be had, which is then a gap */
export async function readIssue(run: Run, id: number, project: string | null, known: Names): Promise<Answer | null> {
  const answered = await askPart(run, requestOf(run, `/issues/${id}.json`, { include: "journals" }), ISSUE, `#${id}`);
  if (answered === null) return null;
  // Journals tell ids; names come from the server's own lists, as they were during this run.
  return { operation: ISSUE, parameters: { id, include: "journals", server: addressAt(run, "") }, scope: project, body: { issue: redactIssue(answered.body), names: known }, items: 1 };
}

/** The names of statuses, priorities and trackers. A list that cannot be had leaves ids. */
export async function readNames(run: Run): Promise<{ names: Names; answers: Answer[] }> {
  const answers: Answer[] = [];
  const found: Record<string, Record<string, string>> = {};
  for (const [field, [path, member]] of Object.entries(NAMES)) {
    const answered = await askPart(run, requestOf(run, path), `GET ${path}`);
    const entries = elementsOf(membersOf(answered?.body)[member]).map((one) => membersOf(one));
    found[field] = Object.fromEntries(entries.map(({ id, name }) => [String(id), String(name)]));
    if (answered !== null) answers.push({ operation: `GET ${path}`, parameters: {}, scope: null, body: answered.body, items: entries.length });
  }
  return { names: { status_id: found.status_id ?? {}, priority_id: found.priority_id ?? {}, tracker_id: found.tracker_id ?? {} }, answers };
}
