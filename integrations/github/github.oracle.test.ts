import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { apiContract, underContract } from "#lib/testing/openapi-contract.ts";
import { collectInMemory, jsonAnswer, type MemoryRun } from "#lib/testing/memory-collection.ts";
import { fakeGithub, smallGithub } from "#lib/testing/fake-github.ts";
import { fakeOrganization } from "#lib/testing/fake-github-organization.ts";
import type { Json } from "#lib/connector/index.ts";
import { github } from "./index.ts";

const contract = apiContract(readFileSync(path.join(process.env.TICKMARK_ORACLES ?? "TICKMARK_ORACLES is not set", "integrations/github/github-ghec-slice.openapi.json"), "utf8"));
const parts = { connector: github, settings: { organization: "acme" }, credential: { strategy: "token", values: { token: "github_pat_x" } } };

/** Where a run left off, as if it had been a month earlier: so that something changed since. */
const monthBack = (cursor: Json): Json => JSON.parse(JSON.stringify(cursor), (_, value: unknown) => (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? "2026-02-01T04:00:00Z" : value)) as Json;

test.each(github.collectors.map(({ id }) => id))("GitHub’s own definition allows every request of %s, and what the tests answer is whole by it", async (collector) => {
  const inner = collector.startsWith("ticket") ? fakeGithub(smallGithub(), 3) : fakeOrganization(2);
  const collect = async (more: Partial<Parameters<typeof collectInMemory>[0]>): Promise<MemoryRun> => {
    const judged = underContract(contract, inner);
    const run = await collectInMemory({ ...parts, collector, vendor: judged.vendor, ...more });
    expect([run.end?.completeness, [...new Set(judged.faults)], judged.asked.size > 0]).toEqual(["complete", [], true]);
    return run;
  };
  const { end } = await collect({});
  await collect({ run: { listing: "incremental", cursor: monthBack(end?.ended?.cursor ?? null) } });
});

test("the definition allows what is asked to identify and to try permissions, and the making of an installation’s token", async () => {
  const judged = underContract(contract, fakeOrganization(2));
  const session = { ...parts, now: () => new Date("2026-03-02T09:00:00Z"), ask: async (request: Parameters<typeof judged.vendor>[0]) => judged.vendor(request) };
  await github.identify(session);
  await github.probe(session);
  expect(judged.faults).toEqual([]);
  expect(contract.faultsOfRequest({ url: "https://api.github.com/app/installations/34/access_tokens", method: "POST" })).toEqual([]);
});

test("the judge itself refuses: an unknown path, parameter and word, and an answer that lacks a field", () => {
  const issues = "https://api.github.com/repos/acme/api/issues";
  expect(contract.faultsOfRequest({ url: "https://api.github.com/repos/acme/api/nothing" }).length).toBe(1);
  expect([contract.faultsOfRequest({ url: `${issues}?sinse=2026` }).length, contract.faultsOfRequest({ url: `${issues}?state=shut` }).length, contract.faultsOfRequest({ url: `${issues}?state=all&per_page=100` })]).toEqual([1, 1, []]);
  expect(contract.faultsOfAnswer({ url: issues }, jsonAnswer([{ id: 1 }])).length).toBeGreaterThan(0);
});
