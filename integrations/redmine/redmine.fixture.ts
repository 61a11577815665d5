import type { Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";

// Answers and pages as Redmine 5.0 does, which lets anybody read what is public: a wrong key is answered with that.

export const KEY = "very-secret-key";
export const CREDENTIAL = { strategy: "key", values: { key: KEY } };
export const SETTINGS = { url: "https://redmine.example/tracker" };
/** What people wrote, which is never stored. */
export const WRITTEN = ["what was described", "what was commented"];

export type FakeIssue = { id: number; project: string; updated: string; closed?: string; is_closed?: boolean; is_private?: boolean; journals?: readonly Json[] };

const STATUSES: Json = [{ id: 1, name: "New", is_closed: false }, { id: 5, name: "Closed", is_closed: true }];
const ANNA: Json = { id: 6, name: "Anna Ops" };

const journal = (id: number, at: string, details: readonly Json[], notes = ""): Json => ({ id, user: ANNA, notes, created_on: at, private_notes: false, details });
const attribute = (name: string, from: string | null, to: string | null): Json => ({ property: "attr", name, old_value: from, new_value: to });

/** `count` issues, the n-th last changed n minutes after eight; the seventh closed by Anna. */
export function someIssues(count: number): FakeIssue[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const updated = new Date(Date.parse("2026-02-01T08:00:00Z") + id * 60_000).toISOString().replace(".000", "");
    if (id !== 7) return { id, project: "secops", updated };
    return { id, project: "secops", updated, closed: updated, is_closed: true, journals: [
      journal(1, "2026-02-01T08:06:00Z", [attribute("assigned_to_id", null, "6"), attribute("description", "what was described", "x")], "what was commented"),
      journal(2, updated, [attribute("status_id", "1", "5"), attribute("priority_id", "4", "9")]),
    ] };
  });
}

const whole = ({ id, project, updated, closed, is_closed = false, is_private = false, journals = [] }: FakeIssue): Record<string, Json> => ({
  id, project: { id: project.length, name: project }, tracker: { id: 1, name: "Bug" }, status: is_closed ? { id: 5, name: "Closed", is_closed } : { id: 1, name: "New", is_closed },
  priority: { id: 4, name: "Urgent" }, author: ANNA, subject: `Ticket ${id}`, description: "what was described", is_private, created_on: "2026-02-01T08:00:00Z", updated_on: updated, closed_on: closed ?? null,
  custom_fields: [{ id: 1, name: "Account", value: "what was described" }], journals,
});

const without = ({ journals: _, ...rest }: Record<string, Json>): Json => rest;

/** A Redmine in memory. `issues` is asked anew for each request, so that it may change meanwhile. */
export function fakeRedmine(issues: () => readonly FakeIssue[], { keyWorks = () => true, projects = ["secops", "other"] }: { keyWorks?: () => boolean; projects?: readonly string[] } = {}): Vendor {
  return ({ url, headers }: OutgoingRequest) => {
    const { pathname, searchParams } = new URL(url);
    const known = headers?.["x-redmine-api-key"] === KEY && keyWorks();
    const path = pathname.replace(/^\/tracker/, "");
    if (path === "/users/current.json") return known ? jsonAnswer({ user: { id: 5, login: "tickmark", firstname: "Read", lastname: "Only", api_key: KEY } }) : jsonAnswer({}, { status: 401 });
    if (path === "/issue_statuses.json") return jsonAnswer({ issue_statuses: STATUSES });
    if (path === "/enumerations/issue_priorities.json") return jsonAnswer({ issue_priorities: [{ id: 4, name: "Urgent" }] });
    if (path === "/trackers.json") return jsonAnswer({ trackers: [{ id: 1, name: "Bug" }] });
    const visible = known ? issues() : [];
    if (path === "/issues.json") return listOf(visible, searchParams, projects);
    const one = visible.find(({ id }) => path === `/issues/${id}.json`);
    return one === undefined ? jsonAnswer({}, { status: 404 }) : jsonAnswer({ issue: whole(one) });
  };
}

function listOf(visible: readonly FakeIssue[], asked: URLSearchParams, projects: readonly string[]) {
  const project = asked.get("project_id");
  if (project !== null && !projects.includes(project)) return jsonAnswer({}, { status: 404 });
  // As the real one: a time with parts of seconds is refused.
  if (/\.\d/.test(asked.get("updated_on") ?? "")) return jsonAnswer({ errors: ["Updated is invalid"] }, { status: 422 });
  const [id, updated, status] = [Number(asked.get("issue_id")?.replace(">=", "") ?? 0), asked.get("updated_on")?.replace(">=", "") ?? "1970-01-01T00:00:00Z", asked.get("status_id") ?? "open"];
  const found = visible
    .filter((one) => (project === null || one.project === project) && one.id >= id && Date.parse(one.updated) >= Date.parse(updated) && (status === "*" || (status === "closed") === (one.is_closed ?? false)))
    .sort((a, b) => (asked.get("sort")?.startsWith("updated_on") === true && a.updated !== b.updated ? Date.parse(a.updated) - Date.parse(b.updated) : a.id - b.id));
  const [offset, limit] = [Number(asked.get("offset") ?? 0), Math.min(100, Number(asked.get("limit") ?? 25))];
  return jsonAnswer({ issues: found.slice(offset, offset + limit).map((one) => without(whole(one))), total_count: found.length, offset, limit });
}
