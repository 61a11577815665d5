import { z } from "zod";
import { CollectionFailure, type Json, type Run } from "#lib/connector/index.ts";
import { reasonOf, type Jira } from "./client.ts";

const PER_PAGE = 100;
/** What is asked of every issue: nothing of descriptions and comments. */
const FIELDS = ["summary", "issuetype", "priority", "labels", "created", "updated", "resolutiondate", "status", "resolution", "assignee", "reporter", "security", "project"];

export const linesOf = (value: string | undefined): string[] => (value ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== "");
const quoted = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"`;

/** The population in Jira's own words: one project, its labels, and since when; bounded, as Cloud demands. */
export function jqlOf(project: string, labels: readonly string[], since: string | null): string {
  return [`project = ${quoted(project)}`, ...(labels.length > 0 ? [`labels in (${labels.map(quoted).join(", ")})`] : []), ...(since === null ? [] : [`updated >= ${quoted(since)}`])].join(" AND ");
}

/**
 * An instant as JQL reads it: to the minute, in the zone of the account that asks. An hour and a quarter early: a minute is
 * cut off, clocks may differ by five, and in the hour that a zone has twice in autumn nobody knows which one is meant.
 */
export function minuteInZone(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).formatToParts(new Date(instant.getTime() - 75 * 60_000));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}/${of("month")}/${of("day")} ${of("hour")}:${of("minute")}`;
}

/** Where a listing stands: behind a token (Cloud), or at a number with the total that was said there (server). */
const placeSchema = z.union([z.object({ token: z.string() }), z.object({ startAt: z.number(), total: z.number() })]);

export type SearchPage = { operation: string; parameters: Json; body: Json; issues: readonly Json[]; place: Json | null; total: number | null };

const cloudPage = z.object({ issues: z.array(z.json()), nextPageToken: z.string().nullish() });
const serverPage = z.object({ issues: z.array(z.json()), total: z.number(), startAt: z.number() });

/** Lists the issues of a population, by their key: what changes meanwhile does not move. */
export function searchAll(jira: Jira, run: Run, scope: string, jql: string, within: Json | null): AsyncGenerator<SearchPage, void, void> {
  return jira.cloud ? searchCloud(jira, run, scope, jql, within) : searchServer(jira, run, scope, jql, within);
}

async function* searchCloud(jira: Jira, run: Run, scope: string, jql: string, within: Json | null): AsyncGenerator<SearchPage, void, void> {
  const operation = "POST /rest/api/3/search/jql";
  const place = within === null ? null : placeSchema.parse(within);
  let token = place !== null && "token" in place ? place.token : null;
  const used = new Set<string>();
  for (;;) {
    const parameters = { jql: `${jql} ORDER BY key ASC`, fields: FIELDS, maxResults: PER_PAGE, ...(token === null ? {} : { nextPageToken: token }) };
    const answer = await jira.ask(operation, { pathname: "/search/jql", body: parameters });
    if ("refused" in answer) {
      if (token !== null && answer.refused === 400) throw new CollectionFailure("resume_expired", operation, "Jira no longer knows the page where the last attempt ended.");
      return run.gap({ reason: reasonOf(answer), operation, scope, says: answer.says });
    }
    const read = cloudPage.safeParse(answer.data);
    if (!read.success) throw new CollectionFailure("malformed", operation, "The answer has no list of issues.");
    const next = read.data.nextPageToken ?? null;
    // Known to happen (JRACLOUD-95477): the same page without end.
    if (next !== null && used.has(next)) throw new CollectionFailure("malformed", operation, "Jira named the same next page twice: the listing would not end.");
    if (next !== null) used.add(next);
    yield { operation, parameters, body: answer.data, issues: read.data.issues as Json[], place: next === null ? null : { token: next }, total: null };
    if (next === null) return;
    token = next;
  }
}

async function* searchServer(jira: Jira, run: Run, scope: string, jql: string, within: Json | null): AsyncGenerator<SearchPage, void, void> {
  const operation = "POST /rest/api/2/search";
  const place = within === null ? null : placeSchema.parse(within);
  let at = place !== null && "startAt" in place ? place : null;
  for (;;) {
    const parameters: Json = { jql: `${jql} ORDER BY key ASC`, fields: FIELDS, maxResults: PER_PAGE, startAt: at?.startAt ?? 0, expand: ["changelog"] };
    const answer = await jira.ask(operation, { pathname: "/search", body: parameters });
    if ("refused" in answer) return run.gap({ reason: reasonOf(answer), operation, scope, says: answer.says });
    const read = serverPage.safeParse(answer.data);
    if (!read.success) throw new CollectionFailure("malformed", operation, "The answer has no list of issues, or does not say how many there are.");
    const { issues, total } = read.data;
    // What was deleted since the last page closed the numbers up, so that this one began too late: it is asked for again.
    const gone = Math.max(0, (at?.total ?? total) - total);
    const reached = (at?.startAt ?? 0) + issues.length;
    const done = gone === 0 && (issues.length === 0 || reached >= total);
    if (done && reached < total) run.gap({ reason: "truncated", operation, scope, says: `Jira says that there are ${total} issues, and gives no more than ${reached}.` });
    const next = done ? null : { startAt: gone > 0 ? Math.max(0, (at?.startAt ?? 0) - gone) : reached, total };
    yield { operation, parameters, body: answer.data, issues: issues as Json[], place: next, total };
    if (next === null) return;
    at = next;
  }
}
