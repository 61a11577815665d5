import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openModelServer } from "#lib/testing/aws-models.ts";
import { collectInMemory, type Vendor } from "#lib/testing/memory-collection.ts";
import { KEY, SETTINGS } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";
import { HOLDINGS } from "./model-holdings.fixtures.ts";

const root = process.env.TICKMARK_ORACLES;
if (root === undefined) throw new Error("TICKMARK_ORACLES names the folder of published data");
const folder = join(root, "integrations/aws");
/** Distinct rows of each collector, in three regions. */
const ROWS: Readonly<Record<string, number>> = {
  cloudtrail_trails: 6, cloudtrail_changes: 0, s3_buckets: 3, ec2_instances: 9, ssm_agents: 18, ssm_inventory: 9, securityhub_controls: 36, config_rules: 18, cloudformation_drift: 27, cloudwatch_alarms: 9, cloudwatch_history: 9, cloudwatch_metrics: 6, sns_topics: 9, inspector2_status: 3, inspector2_coverage: 9, inspector2_findings: 9,
  guardduty_status: 3, guardduty_findings: 9, securityhub_status: 3, securityhub_findings: 9, config_recorders: 3, cloudformation_stacks: 9, cloudformation_events: 27, log_groups: 9, iam_account: 1, iam_users: 1,
};

/** Listing and reading objects are in no model that is supplied; images and scaling groups are held against the second client’s own models (boto3.oracle.test.ts). */
const WITHOUT_MODEL = new Set(["cloudtrail_digests", "ec2_images", "scaling_groups", "scaling_activities"]);

test.each(aws.collectors.map(({ id }) => id).filter((id) => !WITHOUT_MODEL.has(id)))("%s asks nothing that AWS’s models refuse, follows their pages to the end, and reads all that comes", async (collector) => {
  const server = openModelServer(join(folder, "models"), HOLDINGS);
  const vendor: Vendor = (request) => server.vendor(request);
  const run = await collectInMemory({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor });
  expect(server.problems).toEqual([]);
  expect(run.end).toMatchObject({ completeness: "complete", gaps: [], failure: null });
  if (collector === "cloudtrail_changes") expect(run.rows.size).toBeGreaterThan(0);
  else expect([collector, run.rows.size]).toEqual([collector, ROWS[collector]]);
});

test("the server refuses what the models do not know", () => {
  const server = openModelServer(join(folder, "models"), HOLDINGS);
  const ask = (target: string, body: object): number => server.vendor({ url: "https://cloudtrail.eu-west-1.amazonaws.com/", method: "POST", headers: { "x-amz-target": `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${target}` }, body: JSON.stringify(body) }).status;
  expect([ask("DescribeTrails", {}), ask("DeleteTrail", {}), ask("GetTrailStatus", {}), ask("LookupEvents", { MaxResults: 51 }), ask("DescribeTrails", { wrong: true })]).toEqual([200, 400, 400, 400, 400]);
  expect(server.problems).toEqual(["cloudtrail: POST / is no operation", "cloudtrail:GetTrailStatus.Name is required", "cloudtrail:LookupEvents.MaxResults has 51, beyond 1 to 50", "cloudtrail:DescribeTrails.wrong is no member"]);
});

type Recording = { service: string; request: { method: string; path: string; headers: Record<string, string>; body: string }; response: { status: number; headers: Record<string, string>; body: string } };

test("recordings of an emulator are read: what it answers differently from AWS is partial, and nothing is unreadable", async () => {
  const recordings = readFileSync(join(folder, "moto-recordings.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Recording);
  const keyOf = (service: string, method: string, path: string, target: string | null, body: string): string => `${service} ${method} ${target ?? (/^Action=(\w+)/.exec(body)?.[1] ?? path.replace(/x-id=\w+|=(?=&|$)|[?&]$/g, ""))}`;
  const known = new Map(recordings.map(({ service, request, response }) => [keyOf(service, request.method, request.path, request.headers["x-amz-target"] ?? null, request.body), response]));
  const vendor: Vendor = ({ url, method = "GET", headers, body }) => {
    const address = new URL(url);
    const labels = address.hostname.split(".");
    const service = labels.find((label) => ["s3", "s3-control", "monitoring", "logs", "sts", "iam", "sns", "ssm", "ec2", "config", "cloudtrail", "cloudformation", "inspector2", "guardduty", "securityhub"].includes(label)) ?? "";
    const bucket = service === "s3" && labels[0] !== "s3" ? `/${labels[0] ?? ""}` : "";
    const found = known.get(keyOf(service, method, `${bucket}${address.pathname}${address.search}`, new Headers(headers as Record<string, string>).get("x-amz-target"), String(body ?? "")));
    const { "content-length": _, ...kept } = found?.headers ?? {};
    return { status: found?.status ?? 403, headers: new Headers({ "content-type": "text/xml", ...kept, date: "Mon, 02 Mar 2026 09:00:00 GMT" }), bytes: Buffer.from(found?.body ?? "<Error><Code>AccessDenied</Code></Error>") };
  };
  const rows: Record<string, number> = {};
  for (const collector of ["cloudtrail_trails", "ec2_instances", "cloudwatch_alarms", "log_groups", "inspector2_status", "iam_users"]) {
    const run = await collectInMemory({ connector: aws, collector, settings: { regions: "us-east-1" }, credential: KEY, vendor });
    expect([collector, run.end?.failure, run.end?.gaps.filter(({ reason }) => reason === "unreadable")]).toEqual([collector, null, []]);
    rows[collector] = run.rows.size;
  }
  expect(Object.entries(rows).filter(([, count]) => count === 0)).toEqual([]);
});
