import type { Manifest } from "#lib/connector/index.ts";
import { waitWanted } from "./client.ts";

export const manifest: Manifest = {
  id: "github", name: "GitHub", version: "1", vendor: "GitHub, Inc.",
  explains: "Issues with their history, protection of branches, alerts of Dependabot, code and secret scanning, pull requests with reviews, workflow files, audit log.",
  trust: "contract", provenBy: "GitHub’s own OpenAPI definition (Enterprise Cloud): every request and every answer of the tests is held against it; never run against github.com",
  capabilities: ["collect", "track"],
  strategies: [
    {
      id: "token", name: "Fine-grained token", explains: "A fine-grained personal access token of an account that may see every repository concerned, with reading permissions only.",
      fields: [{ name: "token", label: "Token", kind: "secret", required: true, hint: "Begins with github_pat_." }],
    },
    {
      id: "app", name: "GitHub App", explains: "An App installed in the organization: its tokens live for an hour, and no person’s account is behind it.",
      fields: [
        { name: "app_id", label: "App id", kind: "text", required: true, pattern: { source: "[0-9]{1,12}", says: "An App id is a number." } },
        { name: "installation_id", label: "Installation id", kind: "text", required: true, hint: "The number at the end of the installation’s address.", pattern: { source: "[0-9]{1,12}", says: "An installation id is a number." } },
        { name: "private_key", label: "Private key", kind: "secret", required: true, hint: "The whole PEM file." },
      ],
    },
  ],
  settings: [
    { name: "organization", label: "Organization", kind: "text", required: false, hint: "Needed for the audit log, and to collect from every repository.", pattern: { source: "[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})", says: "A name of GitHub: letters, digits and hyphens." } },
    { name: "repositories", label: "Repositories", kind: "lines", required: false, hint: "owner/name, one a line; empty: every repository of the organization.", pattern: { source: "[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}", says: "Each line is owner/name." } },
    { name: "labels", label: "Labels of tickets", kind: "lines", required: false, hint: "One a line; issues that bear any of them. Empty: every issue. A label that is taken away takes the issue out of sight, so leave it empty where you can." },
    { name: "api_url", label: "Address of the API", kind: "url", required: false, initial: "https://api.github.com", hint: "Another one only with an Enterprise server: https://host/api/v3." },
  ],
  leastPrivilege: {
    explains: "Grant these, all of them read-only. Names are GitHub’s; a refused request says which it wanted.", format: "text",
    text: ["Repository permissions: Metadata, Issues, Pull requests, Contents, Actions, Administration, Dependabot alerts, Code scanning alerts, Secret scanning alerts", "Organization permissions: Administration (audit log)"].join("\n"),
  },
  cannotSee: [
    "Repositories that the credential was not granted: GitHub answers as if they did not exist.",
    "Issues that were deleted or moved away before they were first collected.",
    "The text of descriptions, comments and reviews: it is left at GitHub. That a comment was made, when and by whom, is kept.",
    "The secrets that secret scanning found.",
    "The audit log of organizations that are not on Enterprise Cloud, and what it no longer keeps.",
    "Protection of other branches than the default branch.",
  ],
  waitWanted,
};
