import { expect, test } from "vitest";
import { knownConnectors } from "#lib/connections/connectors.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { answerAws, REGION } from "./demo-aws.ts";

const aws = knownConnectors().find(({ manifest }) => manifest.id === "aws");
if (aws === undefined) throw new Error("there is no connector of AWS");

const collect = (collector: string) => collectInMemory({
  connector: aws, collector, settings: { regions: REGION }, credential: { strategy: "access_key", values: { accessKeyId: "AKIADEMODEMODEMODEMO", secretAccessKey: "demo" } },
  vendor(request) {
    const answer = answerAws(new URL(request.url), request as Parameters<typeof answerAws>[1], "2026-03-01");
    if (answer === null) throw new Error(`the demo knows no ${request.method ?? "GET"} ${request.url}`);
    return { status: answer.status, headers: new Headers({ "content-type": answer.type, date: "Mon, 02 Mar 2026 09:00:00 GMT" }), bytes: Buffer.from(answer.text) };
  },
});

test.each([
  ["cloudtrail_trails", "complete", 2], ["s3_buckets", "partial", 4], ["ec2_instances", "complete", 6], ["ssm_agents", "complete", 8], ["cloudwatch_metrics", "complete", 29], ["cloudwatch_alarms", "complete", 2], ["inspector2_status", "complete", 1], ["inspector2_coverage", "disabled", 0],
  ["guardduty_status", "complete", 1], ["config_recorders", "complete", 1], ["config_rules", "complete", 5],
])("the demo’s account answers what %s asks, by the real connector: %s, %i rows", async (collector, completeness, rows) => {
  const run = await collect(collector);
  expect([run.end?.completeness, run.end?.failure, run.rows.size, run.end?.gaps.filter(({ reason }) => reason === "unreadable")]).toEqual([completeness, null, rows, []]);
});

test("a bucket that the key may not look into is unknown, and what its neighbours say is read", async () => {
  const { rows } = await collect("s3_buckets");
  const of = (name: string) => { const row = rows.get(`resource arn:aws:s3:::${name}`); return row?.kind === "resource" ? row.attributes : {}; };
  expect(of("fernhall-payroll")).toMatchObject({ encrypted: null, logging: null, open_read: { open: null } });
  expect(of("fernhall-press")).toMatchObject({ encrypted: false, open_read: { open: true } });
  expect(of("fernhall-audit-logs")).toMatchObject({ encrypted: true, versioning: true, open_read: { open: false }, log_delivery_seen_at: "2026-03-01T18:41:00.000Z" });
});
