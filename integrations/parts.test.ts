import fc from "fast-check";
import { expect, test } from "vitest";
import { cursorAfter, type Connector, type Json, type Row } from "#lib/connector/index.ts";
import { issue, refusal, repository } from "#lib/testing/fake-github.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { fakeAws, Fault, KEY, type Operations } from "./aws/fake-aws.fixtures.ts";
import { aws } from "./aws/index.ts";
import { github } from "./github/index.ts";
import { CREDENTIAL, fakeGitLab, project, SETTINGS, someIssues } from "./gitlab/gitlab.fixture.ts";
import { gitlab } from "./gitlab/index.ts";

// One part of many that is denied, for a while or for good: the others go on from where they were, nothing is lost, and
// the run says that it is partial.

/** A collector from run to run, as the product keeps it. */
type Kept = { cursor: Json; store: Map<string, Row> };
type Asks = { connector: Connector; collector: string; settings: Record<string, string>; credential: { strategy: string; values: Record<string, string> } };

async function nextRun(kept: Kept, asks: Asks, vendor: Vendor, { at, cutAfter }: { at: Date; cutAfter?: number }): Promise<MemoryRun> {
  const run = { listing: kept.cursor === null ? "full" as const : "incremental" as const, cursor: kept.cursor, window: { from: null, until: at } };
  const first = await collectInMemory({ ...asks, vendor, run, at, ...(cutAfter === undefined ? {} : { cutAfter }) });
  const done = first.end === null ? await collectInMemory({ ...asks, vendor, run, at, after: first }) : first;
  for (const [key, row] of done.rows) kept.store.set(key, row);
  if (done.end === null) throw new Error("the second attempt was cut off too");
  kept.cursor = cursorAfter(kept.cursor, done.end)?.cursor ?? kept.cursor;
  return done;
}

const NAMES = ["acme/a", "acme/b", "acme/c", "acme/d"];
const GITHUB: Asks = { connector: github, collector: "tickets", settings: { repositories: NAMES.join("\n") }, credential: { strategy: "token", values: { token: "github_pat_very_secret" } } };
type Issues = Map<string, { number: number; updated: string }[]>;

/** GitHub as far as issues go, with the date that its answers carry. */
function githubOf(issues: Issues, denied: ReadonlySet<string>, at: Date, asked: { name: string; since: string | null }[]): Vendor {
  return ({ url }) => {
    const { pathname, searchParams } = new URL(url);
    const [, name = "", rest = ""] = /^\/repos\/(acme\/\w+)(.*)$/.exec(pathname) ?? [];
    const date = { date: at.toUTCString() };
    if (pathname.startsWith("/search/")) return jsonAnswer({ total_count: 0, incomplete_results: true, items: [] }, { headers: date });
    if (denied.has(name)) { const answer = refusal(403, "Resource not accessible"); answer.headers.set("date", date.date); return answer; }
    if (rest === "") return jsonAnswer(repository(1, "acme", name.split("/")[1] ?? "") as Json, { headers: date });
    const since = searchParams.get("since");
    asked.push({ name, since });
    const found = (issues.get(name) ?? []).filter(({ updated }) => since === null || Date.parse(updated) >= Date.parse(since)).sort((a, b) => Date.parse(a.updated) - Date.parse(b.updated));
    return jsonAnswer(found.map(({ number, updated }) => issue(name, number, { id: number + NAMES.indexOf(name) * 1000, updated_at: updated, title: `As of ${updated}` })) as Json, { headers: date });
  };
}

test("whatever is denied when, and wherever runs are killed, what was complete is asked for its changes alone, and nothing is lost", async () => {
  const step = fc.record({ denied: fc.subarray(NAMES), changed: fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 4 })), { maxLength: 3 }), cutAfter: fc.option(fc.nat(4), { nil: undefined }) });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
    const kept: Kept = { cursor: null, store: new Map() };
    const issues: Issues = new Map();
    let clock = Date.parse("2026-03-02T09:00:00Z");
    const whole = new Set<string>();
    for (const { denied, changed, cutAfter } of [...steps, { denied: [], changed: [], cutAfter: undefined }]) {
      clock += 3_600_000;
      for (const [name, number] of changed) issues.set(name, [...(issues.get(name) ?? []).filter((one) => one.number !== number), { number, updated: new Date(clock - 60_000).toISOString() }]);
      const asked: { name: string; since: string | null }[] = [];
      const run = await nextRun(kept, GITHUB, githubOf(issues, new Set(denied), new Date(clock), asked), { at: new Date(clock), cutAfter });
      expect(run.end?.completeness).toBe(denied.length === 0 ? "complete" : denied.length === NAMES.length ? "denied" : "partial");
      for (const { name, since } of asked) expect([name, since !== null]).toEqual([name, whole.has(name)]);
      for (const name of NAMES) if (!denied.includes(name)) whole.add(name);
    }
    const stands = [...kept.store.values()].map((row) => (row.kind === "ticket" ? `${row.scope} ${row.title}` : "")).sort();
    expect(stands).toEqual([...issues].flatMap(([name, list]) => list.map(({ updated }) => `${name} As of ${updated}`)).sort());
  }), { numRuns: 60 });
});

test("AWS: an account or a region that is denied is asked for everything once it answers, the others for what changed", async () => {
  const asked: [string, boolean][] = [];
  const denied = new Set<string>();
  const operations: Operations = {
    "securityhub:GetFindings": ({ region, input }) => {
      asked.push([region, "Filters" in input]);
      if (denied.has(region)) return new Fault("AccessDeniedException", 403);
      return { Findings: [{ SchemaVersion: "2018-10-08", Id: region, ProductArn: "p", GeneratorId: "g", AwsAccountId: "1", CreatedAt: "2026-02-01T00:00:00Z", UpdatedAt: "2026-02-01T00:00:00Z", Title: "t", Description: "d", Resources: [] }] };
    },
  };
  const asks: Asks = { connector: aws, collector: "securityhub_findings", settings: { regions: "eu-west-1\nus-east-1" }, credential: KEY };
  const kept: Kept = { cursor: null, store: new Map() };
  const at = new Date("2026-03-02T09:00:00Z");
  denied.add("us-east-1");
  const runs = [await nextRun(kept, asks, fakeAws(operations), { at }), await nextRun(kept, asks, fakeAws(operations), { at, cutAfter: 1 })];
  denied.clear();
  runs.push(await nextRun(kept, asks, fakeAws(operations), { at }), await nextRun(kept, asks, fakeAws(operations), { at }));
  expect(runs.map(({ end }) => end?.completeness)).toEqual(["partial", "partial", "complete", "complete"]);
  expect(asked).toEqual([["eu-west-1", false], ["us-east-1", false], ["eu-west-1", true], ["us-east-1", false], ["eu-west-1", true], ["us-east-1", false], ["eu-west-1", true], ["us-east-1", true]]);
  expect([...kept.store.keys()].sort()).toEqual(["vendor_alert eu-west-1", "vendor_alert us-east-1"]);
});

test("GitLab: a run that was cut off between two projects begins the second where its own last run ended", async () => {
  const projects = [project(7, "acme/ops"), project(8, "acme/web")];
  const issues = () => [...someIssues(120, 7), ...someIssues(130, 8)];
  const asks: Asks = { connector: gitlab, collector: "issues", settings: { url: SETTINGS.url }, credential: CREDENTIAL };
  const vendor = (): Vendor => fakeGitLab({ projects, issues });
  const undisturbed = await collectInMemory({ ...asks, vendor: vendor() });
  for (const cutAfter of [1, 2, 3]) {
    const cut = await collectInMemory({ ...asks, vendor: vendor(), cutAfter });
    const run = await collectInMemory({ ...asks, vendor: vendor(), after: cut });
    expect([cutAfter, run.rows.size, run.end?.ended?.cursor]).toEqual([cutAfter, undisturbed.rows.size, { parts: { "acme/ops": "2026-03-02T08:54:00.000Z", "acme/web": "2026-03-02T08:54:00.000Z" } }]);
  }
});
