import { z } from "zod";
import { CollectionFailure, cursorOfParts, partsKept, readItems, redactFields, sinceOfPart, type Answer, type Collector, type Ended, type Json, type Page, type Row, type Transformed } from "#lib/connector/index.ts";
import { openGithub, reasonOf } from "./client.ts";
import { beforeOf, PER_PAGE } from "./repositories-asked.ts";

const LOG = "GET /orgs/{org}/audit-log";
/** Settings of webhooks hold their addresses and secrets; a token's hash is what it is looked up by. */
const SECRETS = new Set(["config", "config_was", "hashed_token", "token_id"]);
/** `next` is null behind the last page: an attempt that was cut off there reads nothing twice. */
const placeSchema = z.object({ next: z.string().nullable(), begun: z.iso.datetime() });

export const auditLog: Collector = {
  id: "audit-log", name: "Audit log", explains: "Who changed what in the organization: members, permissions, protection, secrets.",
  yields: ["activity", "resource"], everyHours: 6, fullEveryDays: 30, forgets: true,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    const org = run.settings.organization?.trim() ?? "";
    if (org === "") throw new CollectionFailure("misconfigured", LOG, "The audit log is an organization’s: none is named.");
    const place = run.resume === null ? null : placeSchema.parse(run.resume);
    const begun = place === null ? run.now() : new Date(place.begun);
    const since = sinceOfPart(run, org) ?? run.window.from?.toISOString() ?? null;
    const asked = { org, include: "web", order: "asc", per_page: PER_PAGE, ...(since === null ? {} : { phrase: `created:>=${since}` }) };
    const github = openGithub(run);
    for (let next: string | null = place === null ? LOG : place.next; next !== null;) {
      const answer = await github.get(next, next === LOG ? asked : {});
      if ("refused" in answer) throw refusedWhole(answer, place !== null && next === place.next);
      if (!Array.isArray(answer.data)) throw new CollectionFailure("malformed", LOG, "The audit log is no list.");
      const events = answer.data as readonly Json[];
      next = answer.next;
      yield { answers: [{ operation: LOG, parameters: asked, scope: org, body: redactFields(events, SECRETS), items: events.length }], resume: { next, begun: begun.toISOString() } };
    }
    return { cursor: cursorOfParts(run, { names: [org], kept: partsKept([org], null), visited: new Set([org]) }, beforeOf(begun)), announced: null, secondRoute: null };
  },
  transform: activitiesOf,
};

function refusedWhole(answer: Parameters<typeof reasonOf>[0] & { says: string }, resumed: boolean): CollectionFailure {
  if (resumed && [400, 404, 422].includes(answer.refused)) return new CollectionFailure("resume_expired", LOG, "GitHub no longer knows the page where the last attempt ended.");
  if (answer.refused === 404) return new CollectionFailure("denied", LOG, `${answer.says} Either the organization is not on Enterprise Cloud, or the credential may not read its administration.`);
  return new CollectionFailure(reasonOf(answer) === "denied" ? "denied" : "misconfigured", LOG, answer.says);
}

const event = z.object({
  _document_id: z.string(), "@timestamp": z.number(), action: z.string(), actor: z.string().nullish(), actor_id: z.union([z.number(), z.string()]).nullish(),
  org: z.union([z.string(), z.array(z.string())]).nullish(), repo: z.string().nullish(), user: z.string().nullish(), team: z.string().nullish(), operation_type: z.string().nullish(),
});

function activitiesOf({ body, scope }: Answer): Transformed {
  const events = readItems(body, event, "", (one): Row[] => [{
    kind: "activity", externalId: one._document_id, scope, url: null, action: one.action, at: new Date(one["@timestamp"]).toISOString(),
    by: one.actor == null ? null : { id: String(one.actor_id ?? one.actor), name: one.actor }, target: one.repo ?? one.user ?? one.team ?? scope, succeeded: null,
    attributes: { operation: one.operation_type ?? null, repository: one.repo ?? null, user: one.user ?? null, team: one.team ?? null },
  }]);
  // That it answered is a fact of its own: a check holds it against organizations whose plan has no log. Pages come oldest first.
  const times = events.rows.flatMap((row) => (row.kind === "activity" ? [row.at] : [])).sort();
  return { ...events, rows: [...events.rows, { kind: "resource", externalId: `audit-log:${scope ?? ""}`, scope, url: null, type: "github.audit_log", name: `Audit log of ${scope ?? ""}`, account: scope, region: null, tags: {}, createdAt: null, attributes: { organization: scope, readable: true, newest_at: times.at(-1) ?? null } }] };
}
