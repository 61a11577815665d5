import { z } from "zod";
import type { Answer, Collector, Ended, Json, Page, Run } from "#lib/connector/index.ts";
import { openGithub, reasonOf, type Refused } from "./client.ts";
import { eachRepository, PER_PAGE, type Visit } from "./repositories-asked.ts";
import { repositoryRowsOf, ROUTES } from "./transform-repositories.ts";

/** What one route says of a repository: which refusals are answers, and what they say. */
type Question = { route: string; parameters(visit: Visit): Readonly<Record<string, string | number | boolean>>; refusal?(refused: Refused): Json | null };

const of = ({ repository: { owner, repo } }: Visit): { owner: string; repo: string } => ({ owner, repo });
const onBranch = (visit: Visit): { owner: string; repo: string; branch: string } => ({ ...of(visit), branch: visit.repository.branch ?? "main" });
const offSaid = (refused: Refused): Json | null => (reasonOf(refused) === "disabled" ? { enabled: false, message: refused.message } : null);

const QUESTIONS: readonly Question[] = [
  { route: ROUTES.repository, parameters: of },
  // 404 in these words is an answer: the repository was read. Any other refusal leaves open whether there is a protection.
  { route: ROUTES.protection, parameters: onBranch, refusal: ({ refused, message }) => (refused === 404 && message === "Branch not protected" ? { enabled: false, message } : null) },
  { route: ROUTES.rules, parameters: (visit) => ({ ...onBranch(visit), per_page: PER_PAGE }) },
  { route: ROUTES.rulesets, parameters: (visit) => ({ ...of(visit), includes_parents: true, per_page: PER_PAGE }) },
  { route: ROUTES.dependabot, parameters: of, refusal: offSaid },
  { route: ROUTES.codeScanning, parameters: of, refusal: offSaid },
];

export const repositories: Collector = {
  id: "repositories", name: "Repositories and their protection", explains: "Repositories with what protects their default branch, and which scanning is set up.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0,
  async *collect(run): AsyncGenerator<Page, Ended, void> {
    yield* eachRepository(run, async function* (visit) {
      const answers: Answer[] = [];
      for (const question of QUESTIONS) answers.push(...(await answered(visit, question)));
      yield { answers, resume: null };
    });
    return { cursor: null, announced: null, secondRoute: await countOfOrganization(run) };
  },
  transform: repositoryRowsOf,
};

async function answered(visit: Visit, { route, parameters, refusal }: Question): Promise<Answer[]> {
  const { github, run, repository: { name } } = visit;
  const asked = parameters(visit);
  const answers: Answer[] = [];
  for (let next: string | null = route; next !== null;) {
    const answer = await github.get(next, next === route ? asked : {});
    if (!("refused" in answer)) {
      answers.push({ operation: route, parameters: { ...asked, branch: visit.repository.branch }, scope: name, body: answer.data ?? { enabled: true }, items: Array.isArray(answer.data) ? answer.data.length : 1 });
      next = answer.next;
      continue;
    }
    const said = refusal?.(answer) ?? null;
    if (said === null) run.gap({ reason: reasonOf(answer), operation: route, scope: name, says: answer.says });
    else answers.push({ operation: route, parameters: { ...asked, branch: visit.repository.branch }, scope: name, body: said, items: 1 });
    next = null;
  }
  return answers;
}

const counted = z.object({ public_repos: z.number(), total_private_repos: z.number() });

/** How many repositories the organization says it has: more than came are hidden from this credential. Shown, not judged, as resources of other types count with them. */
async function countOfOrganization(run: Run): Promise<Ended["secondRoute"]> {
  const org = run.settings.organization?.trim() ?? "";
  if (org === "" || (run.settings.repositories ?? "").trim() !== "") return null;
  const answer = await openGithub(run).get("GET /orgs/{org}", { org });
  const read = "refused" in answer ? undefined : counted.safeParse(answer.data).data;
  return read === undefined ? null : { kind: "resource", total: read.public_repos + read.total_private_repos, exact: false, route: "GET /orgs/{org} (repositories alone)" };
}
