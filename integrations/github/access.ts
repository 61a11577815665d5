import { z } from "zod";
import { CollectionFailure, type Identity, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { openGithub, reasonOf, type Github, type Refused } from "./client.ts";
import { linesOf } from "./repositories-asked.ts";

/** @throws CollectionFailure credential_refused, denied, malformed, unreachable */
export async function identify(session: Session): Promise<Identity> {
  const github = openGithub(session);
  const tenant = tenantOf(session);
  if (session.credential.strategy === "app") {
    await github.authorize();
    const { app_id: app = "", installation_id: installation = "" } = session.credential.values;
    return { id: `installation ${installation} of app ${app}`, name: `GitHub App ${app}`, tenant };
  }
  const answer = await github.get("GET /user");
  if ("refused" in answer) throw new CollectionFailure("denied", "GET /user", answer.says);
  const read = z.object({ id: z.number(), login: z.string() }).safeParse(answer.data);
  if (!read.success) throw new CollectionFailure("malformed", "GET /user", "GitHub does not say whose token this is.");
  return { id: String(read.data.id), name: read.data.login, tenant };
}

/** The organization, else the owners of the repositories. */
function tenantOf({ settings }: Session): string {
  const organization = settings.organization?.trim() ?? "";
  return organization === "" ? [...new Set(linesOf(settings.repositories).map((name) => name.split("/")[0] ?? ""))].join(", ") : organization;
}

type Question = { permission: string; route: string; needed: readonly string[]; absent?: string };

/** What is tried of a repository; `absent` is the answer of 404 that is no refusal. */
const OF_REPOSITORY: readonly Question[] = [
  { permission: "Issues: read", route: "GET /repos/{owner}/{repo}/issues", needed: ["tickets", "ticket-history"] },
  { permission: "Pull requests: read", route: "GET /repos/{owner}/{repo}/pulls", needed: ["pull-requests"] },
  { permission: "Administration: read", route: "GET /repos/{owner}/{repo}/branches/{branch}/protection", needed: ["repositories"], absent: "Branch not protected" },
  { permission: "Actions: read", route: "GET /repos/{owner}/{repo}/actions/workflows", needed: ["workflow-files"] },
  { permission: "Contents: read", route: "GET /repos/{owner}/{repo}/commits", needed: ["workflow-files"] },
  { permission: "Dependabot alerts: read", route: "GET /repos/{owner}/{repo}/dependabot/alerts", needed: ["dependabot-alerts"] },
  { permission: "Code scanning alerts: read", route: "GET /repos/{owner}/{repo}/code-scanning/alerts", needed: ["code-scanning-alerts"] },
  { permission: "Secret scanning alerts: read", route: "GET /repos/{owner}/{repo}/secret-scanning/alerts", needed: ["secret-scanning-alerts"] },
];

/** Tries each permission on the first repository, and on the organization. */
export async function probe(session: Session): Promise<PermissionFound[]> {
  const github = openGithub(session);
  const org = session.settings.organization?.trim() ?? "";
  const found: PermissionFound[] = [];
  const first = await firstRepository(github, session, org);
  if ("refused" in first) {
    found.push({ permission: "Metadata: read", state: "missing", says: first.says, needed: ["repositories"] }, ...OF_REPOSITORY.map(({ permission, needed }) => ({ permission, state: "unknown" as const, says: "No repository could be read to try it on.", needed })));
  } else {
    found.push({ permission: "Metadata: read", state: "granted", says: `${first.name} can be read.`, needed: ["repositories"] });
    for (const question of OF_REPOSITORY) found.push(await tried(github, question, first));
  }
  if (org === "") return [...found, { permission: "Organization administration: read", state: "unknown", says: "No organization is named: the audit log is not collected.", needed: ["audit-log"] }];
  return [...found, await tried(github, { permission: "Organization administration: read", route: "GET /orgs/{org}/audit-log", needed: ["audit-log"] }, { name: org, parameters: { org } })];
}

type Subject = { name: string; parameters: Readonly<Record<string, string>> };

async function firstRepository(github: Github, { settings }: Session, org: string): Promise<Subject | Refused> {
  const chosen = linesOf(settings.repositories)[0]?.split("/");
  const answer = await (chosen === undefined ? github.get("GET /orgs/{org}/repos", { org, per_page: 1 }) : github.get("GET /repos/{owner}/{repo}", { owner: chosen[0], repo: chosen[1] }));
  if ("refused" in answer) return answer;
  const item: unknown = Array.isArray(answer.data) ? answer.data[0] : answer.data;
  const read = z.object({ name: z.string(), full_name: z.string(), owner: z.object({ login: z.string() }), default_branch: z.string().nullish() }).safeParse(item);
  if (!read.success) return { refused: 404, message: "none", says: "The organization shows no repository to this credential." };
  const { name, full_name, owner, default_branch } = read.data;
  return { name: full_name, parameters: { owner: owner.login, repo: name, branch: default_branch ?? "main" } };
}

async function tried(github: Github, { permission, route, needed, absent }: Question, { name, parameters }: Subject): Promise<PermissionFound> {
  const used = Object.fromEntries(Object.entries(parameters).filter(([parameter]) => route.includes(`{${parameter}}`)));
  const answer = await github.get(route, route.includes("protection") ? used : { ...used, per_page: 1 });
  if (!("refused" in answer) || answer.message === absent) return { permission, state: "granted", says: `${name} answers.`, needed };
  const reason = reasonOf(answer);
  return { permission, state: reason === "disabled" ? "disabled" : reason === "denied" ? "missing" : "unknown", says: `${name}: ${answer.says}`, needed };
}
