import { serverAddressField, tryPermission, type Connector } from "#lib/connector/index.ts";
import { requestOf, whoAsks } from "./client.ts";
import { issues } from "./issues.ts";

/** Redmine, asked by its REST API. What it collects and cannot see: README.md. */
export const redmine: Connector = {
  manifest: {
    id: "redmine", name: "Redmine", version: "1", vendor: "Redmine", explains: "Issues with every change of them, as tickets.",
    trust: "live", provenBy: "Redmine 5.0 of Debian, in integrations/chain.systems.test.ts", capabilities: ["collect"],
    strategies: [{
      id: "key", name: "API key", explains: "The key of a user for this alone, from My account. The REST interface has to be on (Administration › Settings › API).",
      fields: [{ name: "key", label: "API key", kind: "secret", required: true }],
    }],
    settings: [
      serverAddressField("Such as https://redmine.example.com, with the path below which it answers."),
      {
        name: "projects", label: "Projects", kind: "lines", required: false, hint: "Identifiers, one a line; each stands for itself, without what is below it. Empty: whatever the key may see.",
        pattern: { source: "[a-z0-9][a-z0-9_-]{0,99}", says: "An identifier holds small letters, digits, dashes and underscores, as in the project’s address." },
      },
    ],
    leastPrivilege: {
      explains: "A user with a role of these permissions alone, a member of each project. Issues visibility “All issues” lets it see confidential ones.", format: "text",
      text: "View issues\nView private notes\nIssues visibility: All issues",
    },
    cannotSee: [
      "Issues of projects that the key’s user is no member of and that are not public, and of archived projects.",
      "Confidential issues, when the role’s visibility is less than “All issues”: nothing says that they are missing.",
      "Issues that were deleted: their history is deleted with them.",
      "What was written: descriptions and comments are not stored, only that somebody commented.",
    ],
  },
  collectors: [issues],
  async identify(session) {
    const { id, name } = await whoAsks(session);
    const { host } = new URL(requestOf(session, "/").url);
    return { id: `user ${id} at ${host}`, name, tenant: host };
  },
  async probe(session) {
    const needed = [issues.id];
    return [
      await tryPermission(session.ask, requestOf(session, "/users/current.json"), { permission: "REST API with this key", needed }),
      await tryPermission(session.ask, requestOf(session, "/issues.json", { status_id: "*", limit: "1" }), { permission: "View issues", needed }),
      await tryPermission(session.ask, requestOf(session, "/issue_statuses.json"), { permission: "Names of statuses", needed }),
    ];
  },
};
