import { createHash } from "node:crypto";
import { z } from "zod";
import { CollectionFailure, redactFields, type Answer, type Collector, type Ended, type Json, type Page } from "#lib/connector/index.ts";
import { reasonOf } from "./client.ts";
import { eachRepository, PER_PAGE, type Visit } from "./repositories-asked.ts";
import { sinceOf, WRITTEN } from "./tickets.ts";
import { changesOf, workflowsOf } from "./transform-changes.ts";
import { workflowFacts } from "./workflow-facts.ts";

const PULLS = "GET /repos/{owner}/{repo}/pulls";
const PULL = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
const REVIEWS = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
/** Each pull request costs two requests more: so many between two commits. */
const PULLS_PER_PAGE = 30;

const placeSchema = z.object({ next: z.string() });
const listedPull = z.object({ number: z.number(), updated_at: z.iso.datetime({ offset: true }) });

export const pullRequests: Collector = {
  id: "pull-requests", name: "Pull requests", explains: "Changes with who wrote, approved and merged them, and whether what was approved is what was merged.",
  yields: ["change"], everyHours: 6, fullEveryDays: 30, forgets: true,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    const cursor = yield* eachRepository(run, async function* (visit) {
      const since = sinceOf(visit);
      const from = since ?? run.window.from?.toISOString() ?? null;
      const { github, repository: { owner, repo, name }, within } = visit;
      const order = since === null ? { sort: "created", direction: "asc" } : { sort: "updated", direction: "desc" };
      const asked = { owner, repo, state: "all", ...order, per_page: PULLS_PER_PAGE };
      for (let next: string | null = within === null ? PULLS : placeSchema.parse(within).next; next !== null;) {
        const answer = await github.get(next, next === PULLS ? asked : {});
        if ("refused" in answer) return run.gap({ reason: reasonOf(answer), operation: PULLS, scope: name, says: answer.says });
        const listed = z.array(listedPull).safeParse(answer.data);
        if (!listed.success) throw new CollectionFailure("malformed", PULLS, "The list of pull requests lacks numbers or times.");
        const wanted = listed.data.filter((pull) => from === null || Date.parse(pull.updated_at) >= Date.parse(from));
        next = since !== null && wanted.length < listed.data.length ? null : answer.next;
        const answers: Answer[] = [];
        for (const { number } of wanted) answers.push(...(await pullAnswer(visit, number)));
        yield { answers, resume: next === null ? null : { next } };
      }
    });
    return { cursor, announced: null, secondRoute: null };
  },
  transform: changesOf,
};

/** A pull request with its reviews: one without the other says nothing of the approval. */
async function pullAnswer({ github, run, repository: { owner, repo, name } }: Visit, number: number): Promise<Answer[]> {
  const parameters = { owner, repo, pull_number: number };
  const pull = await github.get(PULL, parameters);
  if ("refused" in pull) {
    run.gap({ reason: reasonOf(pull), operation: PULL, scope: name, says: `#${number}: ${pull.says}` });
    return [];
  }
  const reviews: Json[] = [];
  for (let next: string | null = REVIEWS; next !== null;) {
    const answer = await github.get(next, next === REVIEWS ? { ...parameters, per_page: PER_PAGE } : {});
    if ("refused" in answer) {
      run.gap({ reason: reasonOf(answer), operation: REVIEWS, scope: name, says: `#${number}: ${answer.says}` });
      return [];
    }
    if (!Array.isArray(answer.data)) throw new CollectionFailure("malformed", REVIEWS, "The list of reviews is no list.");
    reviews.push(...(answer.data as readonly Json[]));
    next = answer.next;
  }
  return [{ operation: `${PULL} with its reviews`, parameters, scope: name, body: redactFields({ pull: pull.data, reviews }, WRITTEN), items: 1 }];
}

const WORKFLOWS = "GET /repos/{owner}/{repo}/actions/workflows";
const COMMITS = "GET /repos/{owner}/{repo}/commits";
const CONTENTS = "GET /repos/{owner}/{repo}/contents/{path}";

export const workflowFiles: Collector = {
  id: "workflow-files", name: "Workflow files", explains: "The files by which GitHub Actions builds and deploys, with the hash of their content at a commit of the default branch.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    yield* eachRepository(run, async function* (visit) {
      yield { answers: await workflowAnswers(visit), resume: null };
    });
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform: workflowsOf,
};

const listedWorkflows = z.object({ workflows: z.array(z.object({ path: z.string() }).loose()) });

async function workflowAnswers({ github, run, repository: { owner, repo, name, branch } }: Visit): Promise<Answer[]> {
  const head = await github.get(COMMITS, { owner, repo, sha: branch ?? undefined, per_page: 1 });
  // 409 is what GitHub says of a repository without commits: it has no files.
  if ("refused" in head && head.refused === 409) return [];
  if ("refused" in head) {
    run.gap({ reason: reasonOf(head), operation: COMMITS, scope: name, says: head.says });
    return [];
  }
  const commit = z.array(z.object({ sha: z.string() })).min(1).safeParse(head.data).data?.[0]?.sha;
  if (commit === undefined) throw new CollectionFailure("malformed", COMMITS, "The newest commit came without its hash.");
  const answers: Answer[] = [];
  for (let next: string | null = WORKFLOWS; next !== null;) {
    const answer = await github.get(next, next === WORKFLOWS ? { owner, repo, per_page: PER_PAGE } : {});
    if ("refused" in answer) {
      run.gap({ reason: reasonOf(answer), operation: WORKFLOWS, scope: name, says: answer.says });
      return answers;
    }
    const read = listedWorkflows.safeParse(answer.data);
    if (!read.success) throw new CollectionFailure("malformed", WORKFLOWS, "The list of workflows is no list.");
    const workflows: Json[] = [];
    for (const workflow of read.data.workflows) workflows.push({ ...(workflow as Record<string, Json>), file: await fileAt({ github, run, repository: { owner, repo, name, branch } }, workflow.path, commit) });
    answers.push({ operation: WORKFLOWS, parameters: { owner, repo, commit }, scope: name, body: { workflows }, items: workflows.length });
    next = answer.next;
  }
  return answers;
}

const content = z.object({ sha: z.string(), size: z.number(), content: z.string(), encoding: z.literal("base64") });

/** What a file is at a commit: its hashes, and what it says of foreign code and of its token, instead of its text. `state` says why there is nothing. */
async function fileAt({ github, run, repository: { owner, repo, name } }: Pick<Visit, "github" | "run" | "repository">, path: string, ref: string): Promise<Json> {
  if (!path.startsWith(".github/")) return { state: "made by GitHub" };
  const answer = await github.get(CONTENTS, { owner, repo, path, ref });
  if ("refused" in answer && answer.refused === 404) return { state: "absent" };
  if ("refused" in answer) {
    run.gap({ reason: reasonOf(answer), operation: CONTENTS, scope: name, says: `${path}: ${answer.says}` });
    return { state: "unknown" };
  }
  const read = content.safeParse(answer.data);
  if (!read.success) throw new CollectionFailure("malformed", CONTENTS, `${path} came without its content.`);
  const bytes = Buffer.from(read.data.content, "base64");
  return { state: "present", blob: read.data.sha, size: read.data.size, sha256: createHash("sha256").update(bytes).digest("hex"), says: workflowFacts(bytes.toString("utf8")) };
}
