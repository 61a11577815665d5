import { addressAt, askJson, askPart, CollectionFailure, elementsOf, membersOf, onlyMembers, type Json, type OutgoingRequest, type Run, type Session } from "#lib/connector/index.ts";
import { whoami } from "./schema.ts";

export const PER_PAGE = 100;
const USER = "GET /user";
/** Against a server that never ends: more pages of one issue's history than this are no history. */
const LONGEST = 100;

type Parameters = Readonly<Record<string, string>>;

export function requestOf(session: Pick<Session, "settings" | "credential">, path: string, parameters: Parameters = {}): OutgoingRequest {
  return { url: addressAt(session, `/api/v4${path}`, parameters), headers: { "private-token": session.credential.values.token ?? "", accept: "application/json" } };
}

/**
 * Whom the token belongs to.
 *
 * @throws CollectionFailure credential_refused, malformed, and what asking throws
 */
export async function whoAsks(session: Session): Promise<{ id: number; username: string; is_admin?: boolean | undefined }> {
  const read = whoami.safeParse((await askJson(session.ask, requestOf(session, "/user"), USER)).body);
  if (!read.success) throw new CollectionFailure("malformed", USER, "The server does not say whom the token belongs to: it is no GitLab.");
  return read.data;
}

export type Listed = { items: readonly Json[]; total: number | null };

/**
 * A page of a list. `total` is what `X-Total` says; GitLab leaves it out above 10,000 things, and of lists that are paged by key.
 *
 * @returns null when it cannot be had, which is then a gap
 * @throws CollectionFailure malformed, when there is no list
 */
export async function askList(run: Pick<Run, "ask" | "gap" | "settings" | "credential">, path: string, parameters: Parameters, operation: string, scope: string | null): Promise<Listed | null> {
  const answered = await askPart(run, requestOf(run, path, parameters), operation, scope);
  if (answered === null) return null;
  if (!Array.isArray(answered.body)) throw new CollectionFailure("malformed", operation, "There is no list in the answer.");
  const total = answered.headers.get("x-total");
  return { items: elementsOf(answered.body), total: total !== null && /^\d{1,12}$/.test(total) ? Number(total) : null };
}

/** All pages of a short list, such as the events of one issue. @returns null when it cannot be had, which is then a gap */
export async function askWhole(run: Pick<Run, "ask" | "gap" | "settings" | "credential">, path: string, operation: string, scope: string, parameters: Parameters = {}): Promise<Json[] | null> {
  const all: Json[] = [];
  for (let page = 1; page <= LONGEST; page += 1) {
    const listed = await askList(run, path, { ...parameters, per_page: String(PER_PAGE), page: String(page) }, operation, scope);
    if (listed === null) return null;
    all.push(...listed.items);
    if (listed.items.length < PER_PAGE) return all;
  }
  run.gap({ reason: "truncated", operation, scope, says: `There were more than ${LONGEST * PER_PAGE}; the rest was not asked for.` });
  return all;
}

// What people wrote is not stored: not descriptions, not comments. Nothing that is not named below is.

const PERSON = ["id", "username", "name"];
const people = (members: Readonly<Record<string, Json>>, names: readonly string[]): Record<string, Json> =>
  Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, Array.isArray(members[name]) ? elementsOf(members[name]).map((one) => onlyMembers(one, PERSON)) : members[name] === null ? null : onlyMembers(members[name], PERSON)]])));

export function keptIssue(body: Json): Json {
  return { ...onlyMembers(body, ["id", "iid", "title", "state", "created_at", "updated_at", "closed_at", "web_url", "confidential", "labels", "issue_type", "severity", "references"]), ...people(membersOf(body), ["author", "assignees", "closed_by"]) };
}

export function keptMergeRequest(body: Json): Json {
  const kept = onlyMembers(body, ["id", "iid", "title", "state", "created_at", "updated_at", "merged_at", "web_url", "references", "target_branch", "sha", "merge_commit_sha", "draft"]);
  return { ...kept, ...people(membersOf(body), ["author", "merge_user", "merged_by"]) };
}

export function keptEvent(body: Json): Json {
  const { label, milestone, iteration } = membersOf(body);
  return {
    ...onlyMembers(body, ["id", "created_at", "state", "action"]), ...people(membersOf(body), ["user"]),
    ...(label === undefined ? {} : { label: label === null ? null : onlyMembers(label, ["name"]) }),
    ...(milestone === undefined ? {} : { milestone: milestone === null ? null : onlyMembers(milestone, ["title"]) }),
    ...(iteration === undefined ? {} : { iteration: iteration === null ? null : onlyMembers(iteration, ["title"]) }),
  };
}

/** GitLab's own words of an assignment or an approval; its other notes repeat titles and descriptions. */
const KEPT_WORDS = /^(?:un)?(?:assigned|approved)\b/;

export function keptNote(body: Json): Json {
  const { body: words, system } = membersOf(body);
  return { ...onlyMembers(body, ["id", "created_at", "system", "internal", "confidential"]), ...people(membersOf(body), ["author"]), body: system === true && typeof words === "string" && KEPT_WORDS.test(words) ? words : null };
}

const ACCESS = ["access_level", "user_id", "group_id", "deploy_key_id"];

export function keptProtection(body: Json): Json {
  const levels = (name: string): Record<string, Json> => ({ [name]: elementsOf(membersOf(body)[name]).map((one) => onlyMembers(one, ACCESS)) });
  return { ...onlyMembers(body, ["name", "allow_force_push", "code_owner_approval_required"]), ...levels("push_access_levels"), ...levels("merge_access_levels") };
}

export function keptApprovals(body: Json): Json {
  const approved = elementsOf(membersOf(body).approved_by).map((one) => ({ ...onlyMembers(one, ["approved_at"]), ...people(membersOf(one), ["user"]) }));
  return { ...onlyMembers(body, ["approved", "approvals_required", "approvals_left"]), approved_by: membersOf(body).approved_by === undefined ? null : approved };
}
