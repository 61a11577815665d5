import { askPart, elementsOf, membersOf, onlyMembers, readItems, type Answer, type Collector, type Json, type RowOf, type Run, type Transformed } from "#lib/connector/index.ts";
import { askWhole, keptApprovals, keptMergeRequest, keptNote, requestOf, whoAsks } from "./client.ts";
import { countListed, idsOf, listByChange } from "./projects.ts";
import { mergeRequest, type MergeRequest, type Project } from "./schema.ts";
import { personOf } from "./transform-issues.ts";

const MERGE_REQUESTS = "GET /projects/:id/merge_requests";
const ONE = "GET /projects/:id/merge_requests/:merge_request_iid";
const STATES = ["opened", "closed", "locked", "merged"];

export const mergeRequests: Collector = {
  id: "merge-requests", name: "Merge requests", explains: "Changes with who wrote, approved and merged them, and whether what was approved is what was merged.",
  yields: ["change"], everyHours: 6, fullEveryDays: 30,
  async *collect(run) {
    await whoAsks(run);
    const list = { path: "merge_requests", operation: MERGE_REQUESTS } as const;
    return yield* listByChange(run, {
      kind: "change", ...list, route: "X-Total of merge requests, each state counted apart",
      seen({ merge_requests_access_level: level }) {
        return level === "disabled" ? { asked: false, gap: { reason: "disabled", says: "Merge requests are switched off in this project." } } : { asked: true, gap: null };
      },
      async count(project) {
        let sum = 0;
        for (const state of STATES) {
          const total = await countListed(run, list, project, state);
          if (total === null) return null;
          sum += total;
        }
        return sum;
      },
      async answersOf(project, items) {
        const ids = new Set(idsOf(items).map(({ id }) => id));
        const answers: Answer[] = [];
        for (const item of items) answers.push(...(ids.has(Number(membersOf(item).id)) ? await wholeOf(run, project, item) : [answerOf(project, { merge_request: keptMergeRequest(item) }, null)]));
        return answers;
      },
    });
  },
  transform: transformMergeRequests,
};

const answerOf = ({ id, path_with_namespace: scope }: Project, body: Json, iid: number | null): Answer => ({ operation: ONE, parameters: { id, merge_request_iid: iid }, scope, body, items: 1 });

/** A merge request with its approvals and versions: one without the other says nothing of what was approved. */
async function wholeOf(run: Run, project: Project, item: Json): Promise<Answer[]> {
  const iid = Number(membersOf(item).iid);
  const [path, scope] = [`/projects/${project.id}/merge_requests/${iid}`, `${project.path_with_namespace}!${iid}`];
  const approvals = await askPart(run, requestOf(run, `${path}/approvals`), `${ONE}/approvals`, scope);
  if (approvals === null) return [];
  const versions = await askWhole(run, `${path}/versions`, `${ONE}/versions`, scope);
  if (versions === null) return [];
  const timed = elementsOf(membersOf(approvals.body).approved_by).every((one) => typeof membersOf(one).approved_at === "string");
  const notes = timed ? [] : await askWhole(run, `${path}/notes`, `${ONE}/notes`, scope, { order_by: "created_at", sort: "asc" });
  if (notes === null) return [];
  const body = { merge_request: keptMergeRequest(item), approvals: keptApprovals(approvals.body), notes: notes.map(keptNote), versions: versions.map((version) => onlyMembers(version, ["head_commit_sha", "created_at"])) };
  return [answerOf(project, body, iid)];
}

/** Merge requests as changes. Pure. */
function transformMergeRequests({ body, scope }: Answer): Transformed {
  return readItems([body], mergeRequest, "", (one) => [changeOf(one, scope)]);
}

function changeOf(whole: MergeRequest, scope: string | null): RowOf<"change"> {
  const { merge_request: one, approvals } = whole;
  const approved = approvals.approved_by.map(({ user, approved_at: told }) => ({ by: { id: String(user.id), name: user.username }, at: told ?? saidAt(whole, user.id) }));
  return {
    kind: "change", externalId: String(one.id), scope, url: one.web_url, key: one.references.full, title: one.title, state: one.state === "merged" ? "merged" : one.state === "closed" ? "closed" : "open",
    author: personOf(one.author), mergedBy: personOf(one.merge_user ?? one.merged_by), createdAt: one.created_at, updatedAt: one.updated_at, mergedAt: one.merged_at,
    approvals: approved.flatMap(({ by, at }) => (at === null ? [] : [{ by, at, onHead: ofHead(whole, at) }])),
    attributes: {
      base: one.target_branch, head: one.sha, merge_commit: one.merge_commit_sha, draft: one.draft ?? false, approved: approvals.approved ?? null,
      approvals_required: approvals.approvals_required ?? null, approvals_left: approvals.approvals_left ?? null, approved_at_unknown_time_by: approved.flatMap(({ by, at }) => (at === null ? [by.id] : [])),
    },
  };
}

/** When GitLab noted the approval last; null when it did not. */
const saidAt = ({ notes }: MergeRequest, by: number): string | null => notes.findLast(({ system, body, author }) => system && author?.id === by && (body?.startsWith("approved") ?? false))?.created_at ?? null;

/** GitLab does not say of which commit an approval is: it is of the head when it came after the head was pushed. */
function ofHead({ merge_request: { sha }, versions }: MergeRequest, at: string): boolean | null {
  const pushed = versions.find(({ head_commit_sha: head }) => head === sha)?.created_at;
  return pushed === undefined ? null : Date.parse(at) >= Date.parse(pushed);
}
