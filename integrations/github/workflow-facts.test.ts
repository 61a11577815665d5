import { expect, test } from "vitest";
import { workflowFacts } from "./workflow-facts.ts";

test("a workflow says which code it runs from elsewhere and what its token may do, file and jobs apart", () => {
  const text = ["on: push", "permissions:", "  contents: read", "jobs:", "  build:", "    steps:", "      - uses: actions/checkout@v4", "      - run: make", "      - uses: ./.github/actions/local", "  deploy:", "    permissions: write-all", "    uses: acme/flows/.github/workflows/deploy.yml@main"].join("\n");
  expect(workflowFacts(text)).toEqual({
    actions: ["./.github/actions/local", "acme/flows/.github/workflows/deploy.yml@main", "actions/checkout@v4"],
    permissions: [{ job: null, grants: { contents: "read" } }, { job: "deploy", grants: "write-all" }], jobs_without: [],
  });
});

test("a job for which nothing is stated is named; `permissions:` with nothing behind it is stated", () => {
  expect(workflowFacts("jobs:\n  build:\n    steps: []\n  tidy:\n    permissions:\n")).toEqual({ actions: [], permissions: [{ job: "tidy", grants: {} }], jobs_without: ["build"] });
});

test.each(["on: push\n", "a: [", "x: *nowhere", "- list", `jobs: ${"x".repeat(300_000)}`, "jobs:\n  a: text\n"])("what is no workflow, or too large for one, is not known: %#", (text) => { expect(workflowFacts(text)).toBeNull(); });
