import { membersOf, jsonOf, serverAddressField, tryPermission, type Connector, type PermissionFound, type Session } from "#lib/connector/index.ts";
import { branches } from "./branches.ts";
import { requestOf, whoAsks } from "./client.ts";
import { issues } from "./issues.ts";
import { mergeRequests } from "./merge-requests.ts";

/** GitLab, asked by its REST API v4, at gitlab.com or at a company's own server. What it collects and cannot see: README.md. */
export const gitlab: Connector = {
  manifest: {
    id: "gitlab", name: "GitLab", version: "2", vendor: "GitLab Inc.", explains: "Issues with every change of them, as tickets; merge requests with their approvals, as changes; how branches are protected.",
    trust: "documented", provenBy: "fixtures made by hand after GitLab’s documentation of its REST API; never seen with a real server", capabilities: ["collect"],
    strategies: [{
      id: "token", name: "Access token", explains: "A group or project access token, or the personal access token of an account for this alone.",
      fields: [{ name: "token", label: "Token", kind: "secret", required: true, hint: "Usually begins with glpat-." }],
    }],
    settings: [
      { ...serverAddressField("https://gitlab.com, or the address of your own server, with the path below which it answers."), initial: "https://gitlab.com" },
      {
        name: "projects", label: "Projects", kind: "lines", required: false, hint: "group/project, one a line. Empty: every project that the token’s account is a member of.",
        pattern: { source: "[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)+", says: "Each line is the path of a project: group/project." },
      },
    ],
    leastPrivilege: {
      explains: "A token with this scope alone, of a member with this role in each project. The role Reporter sees confidential issues; less does not, and nothing says that they are missing. Servers that show the rules of protected branches to maintainers alone refuse them to it: then how branches are protected is a gap.", format: "text",
      text: "Scope: read_api\nRole: Reporter",
    },
    cannotSee: [
      "Projects that the token’s account is no member of and that are not public: GitLab answers as if they did not exist.",
      "Confidential issues, where the account’s role is less than Planner or Reporter. This is told as a gap of the run.",
      "Issues and merge requests that were deleted, and their history.",
      "What was written: descriptions and comments are not stored, only that somebody commented.",
      "Changes of title, description, due date and weight: GitLab tells them as prose alone.",
      "Of which commit an approval is: it is told from when the commit was pushed.",
      "How branches are protected, where the account’s role is too low for it: GitLab’s documentation names no role, and a refusal is a gap of the run. Rules of groups and push rules (Premium) are not asked for.",
      "The audit events of a group: they need an owner’s token.",
    ],
  },
  collectors: [issues, mergeRequests, branches],
  async identify(session) {
    const { id, username } = await whoAsks(session);
    const { host } = new URL(requestOf(session, "").url);
    return { id: `user ${id} at ${host}`, name: username, tenant: host };
  },
  async probe(session) {
    const needed = [issues.id, mergeRequests.id, branches.id];
    return [
      await tryScopes(session, needed),
      await tryPermission(session.ask, requestOf(session, "/projects", { membership: "true", per_page: "1" }), { permission: "Projects", needed }),
      await tryPermission(session.ask, requestOf(session, "/issues", { scope: "all", per_page: "1" }), { permission: "Issues", needed: [issues.id] }),
      await tryPermission(session.ask, requestOf(session, "/merge_requests", { scope: "all", per_page: "1" }), { permission: "Merge requests", needed: [mergeRequests.id] }),
    ];
  },
};

/** A token tells its own scopes. One that may write is more than is needed, and is told so. */
async function tryScopes({ ask, ...session }: Session, needed: readonly string[]): Promise<PermissionFound> {
  const request = requestOf(session, "/personal_access_tokens/self");
  const answer = await ask(request);
  const found = await tryPermission(() => Promise.resolve(answer), request, { permission: "read_api", needed });
  if (found.state !== "granted") return found;
  const { scopes } = membersOf(jsonOf(answer.bytes, "GET /personal_access_tokens/self"));
  const told = Array.isArray(scopes) ? scopes.map(String) : [];
  if (told.includes("api")) return { ...found, says: "The token may write too (scope api): read_api is enough." };
  if (told.includes("read_api")) return found;
  return { ...found, state: "missing", says: `The token has ${told.length === 0 ? "no scope" : told.join(", ")}; read_api is missing.` };
}
