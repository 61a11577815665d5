import { z } from "zod";

// What evidence rests on in GitLab's answers (REST v4). Everything else may come and go.

const instant = z.iso.datetime({ offset: true });
const user = z.object({ id: z.int(), username: z.string(), name: z.string().nullish() });
export type User = z.output<typeof user>;

const level = z.object({ access_level: z.int() }).nullish();
/** `disabled` is told by an access level; older servers tell a yes or no besides. */
export const project = z.object({
  id: z.int().positive(), path_with_namespace: z.string(), issues_access_level: z.string().optional(), merge_requests_access_level: z.string().optional(),
  default_branch: z.string().nullish(), archived: z.boolean().optional(), visibility: z.string().optional(), web_url: z.string().optional(), created_at: instant.optional(), only_allow_merge_if_pipeline_succeeds: z.boolean().nullish(),
  permissions: z.object({ project_access: level, group_access: level }).optional(),
});
export type Project = z.output<typeof project>;

/** Of whatever is listed by its last change: what paging needs. */
export const listed = z.object({ id: z.int().positive(), iid: z.int().positive(), updated_at: instant });

export const issue = listed.extend({
  title: z.string(), state: z.enum(["opened", "closed"]), created_at: instant, closed_at: instant.nullable(), web_url: z.string(), confidential: z.boolean(),
  labels: z.array(z.string()), issue_type: z.string().nullish(), severity: z.string().nullish(), author: user.nullish(), assignees: z.array(user), closed_by: user.nullish(), references: z.object({ full: z.string() }),
});

const event = z.object({ id: z.int(), user: user.nullish(), created_at: instant });
const titled = z.object({ title: z.string() }).nullish();
/** A note, of which `body` was left out unless GitLab wrote it of an assignment. */
const note = z.object({ id: z.int(), author: user.nullish(), created_at: instant, system: z.boolean(), internal: z.boolean().optional(), confidential: z.boolean().nullish(), body: z.string().nullable() });

/** `iteration` is null where the server has no iterations. */
export const history = z.object({
  issue: z.object({ id: z.int(), iid: z.int() }),
  state: z.array(event.extend({ state: z.string() })),
  label: z.array(event.extend({ action: z.enum(["add", "remove"]), label: z.object({ name: z.string() }).nullish() })),
  milestone: z.array(event.extend({ action: z.enum(["add", "remove"]), milestone: titled })),
  iteration: z.array(event.extend({ action: z.enum(["add", "remove"]), iteration: titled })).nullable(),
  notes: z.array(note),
});
export type History = z.output<typeof history>;

export const mergeRequest = z.object({
  merge_request: listed.extend({
    title: z.string(), state: z.enum(["opened", "closed", "locked", "merged"]), author: user.nullish(), merge_user: user.nullish(), merged_by: user.nullish(), created_at: instant, merged_at: instant.nullable(),
    web_url: z.string(), references: z.object({ full: z.string() }), target_branch: z.string(), sha: z.string().nullable(), merge_commit_sha: z.string().nullable(), draft: z.boolean().optional(),
  }),
  approvals: z.object({ approved: z.boolean().optional(), approvals_required: z.int().optional(), approvals_left: z.int().optional(), approved_by: z.array(z.object({ user, approved_at: instant.nullish() })) }),
  /** GitLab's own notes of approvals, where the approvals do not tell their times. */
  notes: z.array(note),
  versions: z.array(z.object({ head_commit_sha: z.string(), created_at: instant })),
});
export type MergeRequest = z.output<typeof mergeRequest>;

export const statistics = z.object({ statistics: z.object({ counts: z.object({ all: z.int().nonnegative() }) }) });
export const whoami = z.object({ id: z.int(), username: z.string(), is_admin: z.boolean().optional() });

/** Where a run stands: among which projects, in which of them, behind which time, on which page of that very time (0: not in it yet). `counted` is what was there when it began. */
export const place = z.strictObject({ begun: instant, project: z.int().nonnegative(), since: instant.nullable(), page: z.int().nonnegative(), projects: z.string(), counted: z.int().nonnegative().nullable() });
export type Place = z.output<typeof place>;
