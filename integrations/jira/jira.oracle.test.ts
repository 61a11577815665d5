import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { apiContract, underContract } from "#lib/testing/openapi-contract.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeJira, newJira } from "#lib/testing/fake-jira.ts";
import { jira } from "./index.ts";

const contract = apiContract(readFileSync(path.join(process.env.TICKMARK_ORACLES ?? "TICKMARK_ORACLES is not set", "integrations/jira/jira-cloud-slice.openapi.json"), "utf8"));
const parts = { connector: jira, collector: "tickets", settings: { site: "https://acme.atlassian.net", edition: "cloud", projects: "SEC\nOPS", labels: "incident" }, credential: { strategy: "api_token", values: { email: "a@acme.example", token: "x" } } };

test("Atlassian’s own definition allows every request of a full and an incremental run, and what the tests answer is whole by it", async () => {
  for (const run of [{}, { run: { listing: "incremental" as const, cursor: { parts: { SEC: "2026-02-01T00:00:00.000Z" } } } }]) {
    const judged = underContract(contract, fakeJira(newJira()));
    const ended = await collectInMemory({ ...parts, vendor: judged.vendor, ...run });
    expect([ended.end?.completeness, [...new Set(judged.faults)]]).toEqual(["complete", []]);
    expect([...judged.asked].filter((one) => /\/search$/.test(one))).toEqual([]);
  }
});

test("it allows what is asked to identify and to try permissions", async () => {
  const judged = underContract(contract, fakeJira(newJira()));
  const session = { ...parts, now: () => new Date("2026-03-02T09:00:00Z"), ask: async (request: Parameters<typeof judged.vendor>[0]) => judged.vendor(request) };
  await jira.identify(session);
  await jira.probe(session);
  expect([judged.faults, judged.asked.size]).toEqual([[], 2]);
});
