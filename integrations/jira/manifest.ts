import type { Manifest } from "#lib/connector/index.ts";
import { waitWanted } from "./client.ts";

const token = { name: "token", label: "Token", kind: "secret" as const, required: true };

export const manifest: Manifest = {
  id: "jira", name: "Jira", version: "1", vendor: "Atlassian", explains: "Issues of the chosen projects with their whole history, from Jira Cloud, Data Center or Server.",
  trust: "contract", provenBy: "Atlassian’s own OpenAPI definition of Jira Cloud’s REST API v3: every request and every answer of the tests is held against it; Data Center and Server after the documentation only",
  capabilities: ["collect", "track"],
  strategies: [
    { id: "api_token", name: "Mail address and API token", explains: "Jira Cloud: an account of its own for this purpose, with a token of its own.", fields: [{ name: "email", label: "Mail address", kind: "text", required: true }, token] },
    { id: "personal_access_token", name: "Personal access token", explains: "Data Center and Server.", fields: [token] },
  ],
  settings: [
    { name: "site", label: "Address of Jira", kind: "url", required: true, hint: "https://name.atlassian.net, or where your own server answers." },
    { name: "edition", label: "Edition", kind: "choice", required: true, initial: "cloud", choices: [{ value: "cloud", label: "Jira Cloud" }, { value: "server", label: "Data Center or Server" }] },
    { name: "projects", label: "Projects", kind: "lines", required: true, hint: "Keys, one a line.", pattern: { source: "[A-Z][A-Z0-9_]{1,254}", says: "A key is capital letters and digits." } },
    { name: "labels", label: "Labels of tickets", kind: "lines", required: false, hint: "One a line; issues that bear any of them. Empty: every issue. A label that is taken away takes the issue out of sight, so leave it empty where you can.", pattern: { source: "[^\\s]{1,255}", says: "A label has no spaces." } },
  ],
  leastPrivilege: { explains: "Give an account of its own nothing but this in each project; for a security level that it is to see, add it to that level.", format: "text", text: "Browse projects (BROWSE_PROJECTS)\nA scoped API token needs: read:jira-work, read:jira-user" },
  cannotSee: [
    "Issues of a security level that the account is not in: Jira leaves them out without a word. The population is what this account sees.",
    "Issues that were deleted, or moved to another project, before they were first collected.",
    "The text of descriptions and comments, and comments as such.",
    "How many issues there are exactly, on Jira Cloud: its count is approximate, and shown as such.",
    "When an issue was closed, where the workflow sets no resolution: then its history alone says it.",
  ],
  waitWanted,
};
