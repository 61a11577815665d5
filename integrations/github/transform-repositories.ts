import { z } from "zod";
import { joinTransformed, readItems, type Answer, type Json, type Row, type Transformed } from "#lib/connector/index.ts";
import { instant } from "./schema.ts";

/** What is asked of every repository, as GitHub's documentation writes it. */
export const ROUTES = {
  repository: "GET /repos/{owner}/{repo}",
  protection: "GET /repos/{owner}/{repo}/branches/{branch}/protection",
  rules: "GET /repos/{owner}/{repo}/rules/branches/{branch}",
  rulesets: "GET /repos/{owner}/{repo}/rulesets",
  dependabot: "GET /repos/{owner}/{repo}/vulnerability-alerts",
  codeScanning: "GET /repos/{owner}/{repo}/code-scanning/default-setup",
} as const;

type Made = { externalId: string; type: string; name: string; createdAt?: string | null; url?: string | null; tags?: Record<string, string>; attributes: Record<string, Json> };

const row = (scope: string | null, { createdAt = null, url = null, tags = {}, ...made }: Made): Row =>
  ({ kind: "resource", scope, account: scope?.split("/")[0] ?? null, region: null, createdAt, url, tags, ...made });

/** One thing that an answer is, read like a list of one. */
const one = <Schema extends z.ZodType>(body: Json, schema: Schema, rows: (item: z.output<Schema>) => readonly Row[]): Transformed => readItems([body], schema, "", rows);

const repository = z.object({
  id: z.number(), full_name: z.string(), html_url: z.string(), private: z.boolean(), visibility: z.string().optional(), archived: z.boolean(), default_branch: z.string(), created_at: instant.nullable(), pushed_at: instant.nullish(), topics: z.array(z.string()).nullish(),
  // Told to administrators alone.
  security_and_analysis: z.object({ secret_scanning: z.object({ status: z.string().nullish() }).nullish() }).nullish(),
});

const switched = z.object({ enabled: z.boolean() });
const flag = z.object({ enabled: z.boolean() }).nullish();
const protection = z.object({
  enabled: z.boolean().optional(), required_status_checks: z.object({ strict: z.boolean().optional(), contexts: z.array(z.string()).nullish() }).nullish(), enforce_admins: flag,
  required_pull_request_reviews: z.object({ required_approving_review_count: z.number().nullish(), dismiss_stale_reviews: z.boolean().optional(), require_code_owner_reviews: z.boolean().optional(), require_last_push_approval: z.boolean().nullish() }).nullish(),
  allow_force_pushes: flag, allow_deletions: flag, required_linear_history: flag, required_signatures: flag, lock_branch: flag,
});

/** Attributes of a classic protection; `protected: false` where GitHub says that there is none. */
function protectionAttributes(one: z.output<typeof protection>): Record<string, Json> {
  if (one.enabled === false) return { protected: false };
  const reviews = one.required_pull_request_reviews;
  return {
    protected: true, required_approvals: reviews == null ? 0 : reviews.required_approving_review_count ?? 1, dismisses_stale_approvals: reviews?.dismiss_stale_reviews ?? false, requires_code_owner: reviews?.require_code_owner_reviews ?? false,
    requires_approval_of_last_push: reviews?.require_last_push_approval ?? false, holds_for_administrators: one.enforce_admins?.enabled ?? false, required_checks: one.required_status_checks?.contexts ?? [], requires_up_to_date: one.required_status_checks?.strict ?? false,
    allows_force_push: one.allow_force_pushes?.enabled ?? false, allows_deletion: one.allow_deletions?.enabled ?? false, requires_signatures: one.required_signatures?.enabled ?? false,
  };
}

const rule = z.object({ type: z.string(), ruleset_id: z.number(), ruleset_source: z.string().optional(), parameters: z.record(z.string(), z.json()).optional() });
const ruleset = z.object({ id: z.number(), name: z.string(), source: z.string(), source_type: z.string().optional(), target: z.string().optional(), enforcement: z.string() });
const setup = z.object({ state: z.string().optional(), enabled: z.boolean().optional(), languages: z.array(z.string()).nullish(), query_suite: z.string().nullish(), schedule: z.string().nullish() });

/** Resources of one answer about a repository: by its name, each type a thing of its own. */
export function repositoryRowsOf({ operation, body, scope, parameters }: Answer): Transformed {
  const branch = String((parameters as { branch?: string | null }).branch ?? "");
  const name = scope ?? "";
  switch (operation) {
    case ROUTES.repository: return one(body, repository, (it) => [row(scope, {
      externalId: it.full_name, type: "github.repository", name: it.full_name, createdAt: it.created_at, url: it.html_url, tags: Object.fromEntries((it.topics ?? []).map((topic) => [topic, ""])),
      attributes: { id: it.id, visibility: it.visibility ?? (it.private ? "private" : "public"), archived: it.archived, default_branch: it.default_branch, pushed_at: it.pushed_at ?? null, secret_scanning: it.security_and_analysis?.secret_scanning?.status ?? null },
    })]);
    case ROUTES.protection: return one(body, protection, (it) => [row(scope, { externalId: `${name}@${branch}`, type: "github.branch_protection", name: `${name}@${branch}`, attributes: { repository: name, branch, ...protectionAttributes(it) } })]);
    case ROUTES.rules: return readItems(body, rule, "", (it) => [row(scope, {
      externalId: `${name}@${branch}:${it.ruleset_id}:${it.type}`, type: "github.branch_rule", name: `${it.type} on ${name}@${branch}`, attributes: { repository: name, branch, rule: it.type, ruleset: it.ruleset_id, source: it.ruleset_source ?? null, parameters: it.parameters ?? {} },
    })]);
    case ROUTES.rulesets: return readItems(body, ruleset, "", (it) => [row(scope, { externalId: `${name}:ruleset:${it.id}`, type: "github.ruleset", name: it.name, attributes: { repository: name, source: it.source, source_type: it.source_type ?? null, target: it.target ?? null, enforcement: it.enforcement } })]);
    case ROUTES.dependabot: return one(body, switched, (it) => [row(scope, { externalId: `${name}:dependabot`, type: "github.dependabot_setup", name: `Dependabot alerts of ${name}`, attributes: { repository: name, enabled: it.enabled } })]);
    case ROUTES.codeScanning: return one(body, setup, (it) => [row(scope, {
      externalId: `${name}:code-scanning`, type: "github.code_scanning_setup", name: `Code scanning of ${name}`, attributes: { repository: name, available: it.enabled ?? true, default_setup: it.state ?? null, languages: it.languages ?? [], query_suite: it.query_suite ?? null, schedule: it.schedule ?? null },
    })]);
    default: return joinTransformed([]);
  }
}
