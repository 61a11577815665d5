import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer } from "#lib/testing/memory-collection.ts";
import type { Json } from "#lib/connector/index.ts";
import { fakeGithub, issue, refusal, smallGithub } from "#lib/testing/fake-github.ts";
import { github } from "./index.ts";

const parts = { connector: github, settings: { organization: "acme" }, credential: { strategy: "token", values: { token: "github_pat_very_secret" } } };
const vendor = () => fakeGithub(smallGithub(), 3);

/** While pages are read, an issue that was read already changes: the numbered pages behind it close up. */
function moving() {
  const fake = smallGithub();
  const inner = fakeGithub(fake, 3);
  let lists = 0;
  return (request: Parameters<typeof inner>[0]) => {
    const answer = inner(request);
    if (/security\/issues\?/.test(request.url) && ++lists === 1) {
      const issues = fake.issues.get("acme/security") ?? [];
      fake.issues.set("acme/security", issues.map((one) => (one.number === 1 ? { ...one, updated_at: "2026-02-20T00:00:00Z" } : one)));
    }
    return answer;
  };
}

connectorSuite({ ...parts, collector: "tickets", vendor, rows: 10, part: /website\/issues/, moving });
connectorSuite({ ...parts, collector: "ticket-history", vendor, rows: 34, part: /website\/issues\/2\/timeline/, moving });

test("pull requests are no tickets; a ticket has its labels, people and times, and nothing of its text", async () => {
  const run = await collectInMemory({ ...parts, collector: "tickets", vendor: vendor() });
  const tickets = [...run.rows.values()];
  expect(tickets.filter(({ url }) => url?.endsWith("/90"))).toEqual([]);
  expect(tickets.find((row) => row.kind === "ticket" && row.key === "acme/security#2")).toMatchObject({
    scope: "acme/security", labels: ["incident", "severity: high"], priority: "high", state: "closed", resolution: "completed", createdAt: "2026-02-01T00:02:00Z", closedAt: "2026-02-01T00:52:00Z",
    reporter: { id: "3", name: "asha" }, assignees: [{ id: "1", name: "mina" }], closedBy: { id: "2", name: "joel" },
  });
  expect(JSON.stringify(run.pages)).not.toContain("Names and addresses");
  expect(run.end?.ended?.secondRoute).toMatchObject({ kind: "ticket", total: 10, exact: false });
});

test("a closed issue whose timeline tells no closing has no closing event: nothing is inferred", async () => {
  const fake = smallGithub();
  const inner = fakeGithub(fake, 3);
  const run = await collectInMemory({ ...parts, collector: "ticket-history", vendor: (request) => (/issues\/2\/timeline/.test(request.url) ? jsonAnswer([]) : inner(request)) });
  const closed = [...run.rows.values()].filter((row) => row.kind === "ticket_event" && row.field === "state");
  expect(closed.length).toBe(2);
  expect(JSON.stringify(run.pages)).not.toContain("What somebody wrote");
});

test("the next run asks only for what changed since before this one began", async () => {
  const first = await collectInMemory({ ...parts, collector: "tickets", vendor: vendor() });
  expect(first.end?.ended?.cursor).toEqual({ parts: { "acme/security": "2026-03-02T08:50:00.000Z", "acme/website": "2026-03-02T08:50:00.000Z" } });
  const fake = smallGithub();
  fake.issues.get("acme/security")?.push(issue("acme/security", 50, { updated_at: "2026-03-02T08:55:00Z" }));
  const asked: string[] = [];
  const inner = fakeGithub(fake, 3);
  const next = await collectInMemory({ ...parts, collector: "tickets", run: { listing: "incremental", cursor: first.end?.ended?.cursor as Json }, vendor: (request) => {
    asked.push(request.url);
    return inner(request);
  } });
  expect([next.end?.completeness, next.rows.size]).toEqual(["complete", 1]);
  expect(asked.filter((url) => url.includes("/issues?")).every((url) => url.includes("since=2026-03-02T08%3A50"))).toBe(true);
  expect(asked.length).toBe(3);
});

test("more issues of one second than a page holds are all there", async () => {
  const fake = smallGithub(1);
  fake.issues.set("acme/security", Array.from({ length: 11 }, (_, index) => issue("acme/security", index + 1, { updated_at: "2026-02-10T00:00:00Z" })));
  const run = await collectInMemory({ ...parts, collector: "tickets", vendor: fakeGithub(fake, 3) });
  expect([run.end?.completeness, run.rows.size]).toEqual(["complete", 14]);
});

test("an issue without its state is unreadable: counted, and the others read", async () => {
  const fake = smallGithub();
  fake.issues.get("acme/website")?.push(issue("acme/website", 9, { state: null }));
  const run = await collectInMemory({ ...parts, collector: "tickets", vendor: fakeGithub(fake, 3) });
  expect([run.end?.completeness, run.rows.size, run.end?.gaps.map(({ reason }) => reason)]).toEqual(["partial", 10, ["unreadable"]]);
});

test("a chosen repository that GitHub denies the existence of is a gap, and issues that are switched off are no empty list", async () => {
  const run = await collectInMemory({ ...parts, settings: { repositories: "acme/security\nacme/gone" }, collector: "tickets", vendor: vendor() });
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "not_found", scope: "acme/gone" }] });
  const off = await collectInMemory({ ...parts, settings: { repositories: "acme/website" }, collector: "tickets", vendor: fakeGithub({ ...smallGithub(), routes: ({ pathname }) => (pathname.endsWith("/issues") ? refusal(410, "Issues are disabled for this repo") : null) }) });
  expect(off.end).toMatchObject({ completeness: "disabled", gaps: [{ reason: "disabled" }] });
});

test("nothing chosen is a matter of the settings; a next page on another host is not asked", async () => {
  for (const settings of [{}, { organization: "acme", api_url: "github" }] as Record<string, string>[]) expect((await collectInMemory({ ...parts, settings, collector: "tickets", vendor: vendor() })).end?.failure?.kind).toBe("misconfigured");
  const inner = vendor();
  const asked: string[] = [];
  const run = await collectInMemory({ ...parts, collector: "tickets", vendor: async (request) => {
    asked.push(new URL(request.url).host);
    const answer = await inner(request);
    answer.headers.set("link", "<https://elsewhere.example/repos?page=2>; rel=\"next\"");
    return answer;
  } });
  expect([run.end?.failure?.kind, new Set(asked)]).toEqual(["malformed", new Set(["api.github.com"])]);
});

test("GitHub’s ways to ask for patience are kept: the hour’s limit until it begins anew, the secondary one for a minute", async () => {
  const slow = async (status: number, headers: Record<string, string>, message: string): Promise<number[]> => {
    const inner = vendor();
    let count = 0;
    return (await collectInMemory({ ...parts, collector: "tickets", vendor: (request) => (++count === 2 ? jsonAnswer({ message }, { status, headers }) : inner(request)) })).waits;
  };
  const reset = String(Date.parse("2026-03-02T09:05:00Z") / 1000);
  expect(await slow(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }, "API rate limit exceeded")).toEqual([300_000]);
  expect(await slow(403, {}, "You have exceeded a secondary rate limit")).toEqual([60_000]);
  expect(await slow(403, { "retry-after": "3" }, "You have exceeded a secondary rate limit")).toEqual([3000]);
});

test("an App asks with the token of its installation, which is in nothing that is recorded", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs1", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } });
  const headers: (string | undefined)[] = [];
  const inner = vendor();
  const app = { strategy: "app", values: { app_id: "12", installation_id: "34", private_key: privateKey } };
  const run = await collectInMemory({ ...parts, credential: app, collector: "tickets", vendor: (request) => {
    headers.push(request.headers?.authorization);
    return inner(request);
  } });
  expect([run.end?.completeness, run.rows.size]).toEqual(["complete", 10]);
  expect(headers.slice(0, 2)).toEqual([expect.stringMatching(/^bearer ey/) as string, "token ghs_made"]);
  expect(run.exchanges[0]?.address).toBe("https://api.github.com/app/installations/34/access_tokens");
  expect(JSON.stringify([run.pages, run.exchanges])).not.toContain("ghs_made");
  const wrong = await collectInMemory({ ...parts, credential: { ...app, values: { ...app.values, private_key: "none" } }, collector: "tickets", vendor: vendor() });
  expect(wrong.end?.failure?.kind).toBe("credential_refused");
});

test("who is asking and what may be asked is tried, and each missing permission named", async () => {
  const inner = fakeGithub({ ...smallGithub(), routes: ({ pathname }) => {
    if (pathname.endsWith("/protection")) return refusal(404, "Branch not protected");
    if (pathname.endsWith("/secret-scanning/alerts")) return refusal(404, "Secret scanning is disabled on this repository.");
    return pathname.endsWith("/pulls") ? refusal(403, "Resource not accessible by personal access token") : null;
  } });
  const session = { ...parts, now: () => new Date("2026-03-02T09:00:00Z"), ask: async (request: Parameters<typeof inner>[0]) => inner(request) };
  expect(await github.identify(session)).toEqual({ id: "1", name: "mina", tenant: "acme" });
  const found = Object.fromEntries((await github.probe(session)).map(({ permission, state }) => [permission, state]));
  expect(found).toMatchObject({ "Metadata: read": "granted", "Issues: read": "granted", "Pull requests: read": "missing", "Administration: read": "granted", "Secret scanning alerts: read": "disabled", "Dependabot alerts: read": "unknown", "Organization administration: read": "unknown" });
});
