import { z } from "zod";
import { CollectionFailure, redactFields, type Answer, type Collector, type Ended, type Json, type Page } from "#lib/connector/index.ts";
import { reasonOf } from "./client.ts";
import { eachRepository, PER_PAGE, type Visit } from "./repositories-asked.ts";
import { sinceOf, WRITTEN } from "./tickets.ts";
import { codeScanningOf, dependabotOf, secretScanningOf } from "./transform-alerts.ts";

type AlertKind = Pick<Collector, "id" | "name" | "explains" | "yields" | "transform"> & {
  route: string;
  parameters: Readonly<Record<string, string | boolean>>;
  /** Names of fields that are not kept. */
  redacted: ReadonlySet<string>;
  /** What is asked of a repository besides, once its alerts were read. */
  besides?(visit: Visit): Promise<Answer[]>;
};

const dated = z.object({ updated_at: z.iso.datetime({ offset: true }).nullish(), created_at: z.iso.datetime({ offset: true }) });
const placeSchema = z.object({ next: z.string() });

/**
 * Alerts of every repository. A full run lists them by their making, which never changes, so that nothing moves while it
 * lists; an incremental one begins with the newest change, and ends where the last run began.
 */
function alertCollector({ route, parameters, redacted, besides, ...collector }: AlertKind): Collector {
  return {
    ...collector, everyHours: 12, fullEveryDays: 7,
    async *collect(run): AsyncGenerator<Page, Ended, void> {
      const cursor = yield* eachRepository(run, async function* (visit) {
        const since = sinceOf(visit);
        const { github, repository: { owner, repo, name }, within } = visit;
        const order = since === null ? { sort: "created", direction: "asc" } : { sort: "updated", direction: "desc" };
        const asked = { owner, repo, ...parameters, ...order, per_page: PER_PAGE };
        for (let next: string | null = within === null ? route : placeSchema.parse(within).next; next !== null;) {
          const answer = await github.get(next, next === route ? asked : {});
          if ("refused" in answer) return run.gap({ reason: reasonOf(answer), operation: route, scope: name, says: answer.says });
          if (!Array.isArray(answer.data)) throw new CollectionFailure("malformed", route, "The list of alerts is no list.");
          const alerts = answer.data as readonly Json[];
          next = reached(alerts.at(-1), since) ? null : answer.next;
          const more = next === null && besides !== undefined ? await besides(visit) : [];
          yield { answers: [{ operation: route, parameters: asked, scope: name, body: redactFields(alerts, redacted), items: alerts.length }, ...more], resume: next === null ? null : { next } };
        }
      });
      return { cursor, announced: null, secondRoute: null };
    },
  };
}

/** Whether the newest-first list has come to what the last run saw. */
function reached(last: Json | undefined, since: string | null): boolean {
  const read = since === null ? undefined : dated.safeParse(last).data;
  return read !== undefined && since !== null && Date.parse(read.updated_at ?? read.created_at) < Date.parse(since);
}

export const dependabotAlerts = alertCollector({
  id: "dependabot-alerts", name: "Dependabot alerts", explains: "Known weaknesses of what the repositories depend on, open and closed, with who dismissed which and why.", yields: ["vulnerability"],
  route: "GET /repos/{owner}/{repo}/dependabot/alerts", parameters: {}, redacted: new Set(), transform: dependabotOf,
});

const ANALYSES = "GET /repos/{owner}/{repo}/code-scanning/analyses";

export const codeScanningAlerts = alertCollector({
  id: "code-scanning-alerts", name: "Code scanning", explains: "Weaknesses that code scanning found on the default branch, and when which tool last analysed it.", yields: ["vulnerability", "coverage"],
  route: "GET /repos/{owner}/{repo}/code-scanning/alerts", parameters: {}, redacted: new Set(), transform: codeScanningOf,
  async besides({ github, run, repository: { owner, repo, name, branch } }) {
    const parameters = { owner, repo, ref: `refs/heads/${branch ?? "main"}`, sort: "created", direction: "desc", per_page: PER_PAGE };
    const answer = await github.get(ANALYSES, parameters);
    if ("refused" in answer) {
      run.gap({ reason: reasonOf(answer), operation: ANALYSES, scope: name, says: answer.says });
      return [];
    }
    return [{ operation: ANALYSES, parameters, scope: name, body: answer.data, items: Array.isArray(answer.data) ? answer.data.length : 0 }];
  },
});

/** The secret itself and what was written about it. GitHub is asked to leave it out; what it sends nevertheless is not kept. */
const SECRETS = new Set([...WRITTEN, "secret", "resolution_comment", "push_protection_bypass_request_comment", "push_protection_bypass_request_reviewer_comment", "closure_request_comment", "closure_request_reviewer_comment"]);

export const secretScanningAlerts = alertCollector({
  id: "secret-scanning-alerts", name: "Secret scanning", explains: "Secrets that were found in repositories, without the secrets, and what became of them.", yields: ["vulnerability"],
  route: "GET /repos/{owner}/{repo}/secret-scanning/alerts", parameters: { hide_secret: true }, redacted: SECRETS, transform: secretScanningOf,
});
