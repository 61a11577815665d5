import { z } from "zod";
import { readItems, type Answer, type Json, type Row, type Transformed } from "#lib/connector/index.ts";
import { instant, personOf, user } from "./schema.ts";

const pull = z.object({
  id: z.number(), number: z.number(), title: z.string(), html_url: z.string(), state: z.enum(["open", "closed"]), draft: z.boolean().optional(), user, merged: z.boolean(), merged_by: user, merged_at: instant.nullable(),
  created_at: instant, updated_at: instant, merge_commit_sha: z.string().nullable(), head: z.object({ sha: z.string() }), base: z.object({ ref: z.string(), repo: z.object({ default_branch: z.string().optional() }).nullish() }),
});
const review = z.object({ user, state: z.string(), commit_id: z.string().nullable(), submitted_at: instant.optional() });
type Review = z.output<typeof review>;

/** Reviews that say what somebody thinks of the change now: comments change nothing of it. */
const STANDS = new Set(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"]);

/** The last word of each reviewer. */
function standing(reviews: readonly Review[]): Review[] {
  const last = new Map<string, Review>();
  for (const one of reviews.filter(({ state, submitted_at }) => STANDS.has(state) && submitted_at !== undefined).sort((a, b) => Date.parse(a.submitted_at ?? "") - Date.parse(b.submitted_at ?? ""))) last.set(String(one.user?.id ?? "deleted account"), one);
  return [...last.values()];
}

/** Pull requests as changes: an approval that a later review of the same person took back is none. */
export function changesOf({ body, scope }: Answer): Transformed {
  return readItems([body], z.object({ pull, reviews: z.array(review) }), "", ({ pull: one, reviews }): Row[] => {
    const words = standing(reviews);
    const who = ({ user: by }: Review): { id: string; name: string | null } => personOf(by) ?? { id: "deleted account", name: null };
    return [{
      kind: "change", externalId: String(one.id), scope, url: one.html_url, key: `${scope ?? ""}#${one.number}`, title: one.title, state: one.merged ? "merged" : one.state,
      author: personOf(one.user), mergedBy: personOf(one.merged_by), createdAt: one.created_at, updatedAt: one.updated_at, mergedAt: one.merged_at,
      approvals: words.filter(({ state }) => state === "APPROVED").map((word) => ({ by: who(word), at: word.submitted_at ?? one.updated_at, onHead: word.commit_id === null ? null : word.commit_id === one.head.sha })),
      attributes: { base: one.base.ref, default_branch: one.base.repo?.default_branch ?? null, head: one.head.sha, merge_commit: one.merge_commit_sha, draft: one.draft ?? false, changes_requested_by: words.filter(({ state }) => state === "CHANGES_REQUESTED").map((word) => who(word).id) },
    }];
  });
}

const workflow = z.object({
  name: z.string(), path: z.string(), state: z.string(), html_url: z.string(), created_at: instant,
  file: z.object({ state: z.string(), blob: z.string().optional(), size: z.number().optional(), sha256: z.string().optional(), says: z.object({ actions: z.array(z.string()), permissions: z.array(z.object({ job: z.string().nullable(), grants: z.json() })), jobs_without: z.array(z.string()) }).nullish() }),
});

/** Workflow files at the commit that was asked for. */
export function workflowsOf({ body, scope, parameters }: Answer): Transformed {
  const commit = (parameters as { commit?: string }).commit ?? null;
  return readItems((body as { workflows?: Json }).workflows, workflow, "/workflows", (one): Row[] => [{
    kind: "resource", externalId: `${scope ?? ""}:${one.path}`, scope, url: one.html_url, type: "github.workflow", name: one.name, account: scope?.split("/")[0] ?? null, region: null, tags: {}, createdAt: one.created_at,
    attributes: { repository: scope, path: one.path, state: one.state, file: one.file.state, commit, blob: one.file.blob ?? null, size: one.file.size ?? null, content_sha256: one.file.sha256 ?? null, actions: one.file.says?.actions ?? null, permissions: one.file.says?.permissions ?? null, jobs_without_permissions: one.file.says?.jobs_without ?? null },
  }]);
}
