import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeAws, Fault, KEY, paged, ROLES, SETTINGS, type Operations } from "../fake-aws.fixtures.ts";
import { aws } from "../index.ts";

const trailIn = (region: string) => ({
  Name: `trail-${region}`, TrailARN: `arn:aws:cloudtrail:${region}:111111111111:trail/trail-${region}`, HomeRegion: region, S3BucketName: "logs", IsMultiRegionTrail: true, IsOrganizationTrail: false,
  IncludeGlobalServiceEvents: true, LogFileValidationEnabled: region !== "us-east-1",
});
const REGIONS = SETTINGS.regions.split("\n");

const TRAILS: Operations = {
  "cloudtrail:DescribeTrails": () => ({ trailList: REGIONS.map(trailIn) }),
  "cloudtrail:GetTrailStatus": () => ({ IsLogging: true, LatestDeliveryTime: 1_772_440_000, StartLoggingTime: 1_700_000_000, LatestDeliveryError: "" }),
  "cloudtrail:GetEventSelectors": () => ({ EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }] }),
};
const parts = { connector: aws, collector: "cloudtrail_trails", settings: SETTINGS, credential: KEY };

connectorSuite({ ...parts, vendor: () => fakeAws(TRAILS), rows: 6, part: /cloudtrail\.us-east-1/ });

const eventOf = (name: string, region: string, index: number) => ({
  EventId: `${region}-${name}-${index}`, EventName: name, EventTime: 1_772_000_000 + index, Username: "mallory", AccessKeyId: "AKIASHOULDNOTBEKEPT",
  CloudTrailEvent: JSON.stringify({ eventID: "x", userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111111111111:user/mallory", accessKeyId: "AKIA1" }, sourceIPAddress: "203.0.113.9", requestParameters: { name: "trail-1", secretToken: "do-not-keep" }, responseElements: { credentials: "do-not-keep" } }),
});
const EVENTS: Operations = {
  "cloudtrail:LookupEvents": ({ input, region }) => {
    const name = (input.LookupAttributes as { AttributeValue: string }[])[0]?.AttributeValue ?? "";
    const all = name === "StopLogging" ? [0, 1, 2, 3, 4].map((index) => eventOf(name, region, index)) : [];
    const { items, next } = paged(all, 2, input.NextToken);
    return { Events: items, NextToken: next };
  },
};
const changes = { ...parts, collector: "cloudtrail_changes" };

connectorSuite({ ...changes, vendor: () => fakeAws(EVENTS), rows: 15, part: /cloudtrail\.us-east-1/ });

test("a trail says whether it logs, delivers and can be validated", async () => {
  const run = await collectInMemory({ ...parts, vendor: fakeAws(TRAILS) });
  expect(run.rows.get("resource arn:aws:cloudtrail:us-east-1:111111111111:trail/trail-us-east-1")).toMatchObject({
    type: "aws.cloudtrail.trail", account: "111111111111", attributes: { logging: true, validated: false, multi_region: true, delivered_at: "2026-03-02T08:26:40.000Z", delivery_error: null, management_events: "all", unknown: [] },
  });
  expect(run.rows.get("resource 111111111111/eu-west-1/cloudtrail")).toMatchObject({ attributes: { trails: REGIONS.map((region) => trailIn(region).TrailARN) } });
});

test("a status that may not be read is unknown, never logging", async () => {
  const run = await collectInMemory({ ...parts, vendor: fakeAws({ ...TRAILS, "cloudtrail:GetTrailStatus": () => new Fault("AccessDeniedException") }) });
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "denied", operation: "cloudtrail:GetTrailStatus", scope: "111111111111/eu-west-1/trail-eu-west-1" }, {}, {}] });
  expect(run.rows.get("resource arn:aws:cloudtrail:eu-west-1:111111111111:trail/trail-eu-west-1")).toMatchObject({ attributes: { logging: null, unknown: ["status"] } });
});

test("each account is asked as its role; one that cannot be assumed hides that account alone", async () => {
  const run = await collectInMemory({ ...parts, credential: ROLES, vendor: fakeAws({ ...TRAILS,
    "sts:AssumeRole": ({ input }) => (input.ExternalId !== "external-id-by-chance-00" || /333333333333|444444444444/.test(String(input.RoleArn)) ? new Fault("AccessDenied", 403) : { Credentials: { AccessKeyId: "ASIA222222222222", SecretAccessKey: "s", SessionToken: "t", Expiration: "2026-03-02T10:00:00Z" } }) }) });
  expect(run.end?.gaps).toEqual([{ reason: "denied", operation: "sts:AssumeRole", scope: "333333333333", says: expect.stringContaining("role/tickmark cannot be assumed") as string }, expect.objectContaining({ scope: "444444444444" })]);
  expect([...run.rows.values()].map((row) => (row.kind === "resource" ? row.account : null))).toEqual(Array.from({ length: 6 }, () => "222222222222"));
});

test("a region that is off is not enabled, which EC2 says; without its word it is unknown, and a refused key is no region", async () => {
  const unknown: Operations = { ...TRAILS, "cloudtrail:DescribeTrails": ({ region }) => (region === "eu-central-1" ? new Fault("UnrecognizedClientException") : { trailList: [] }) };
  const told = async (regions: Operations) => (await collectInMemory({ ...parts, vendor: fakeAws({ ...unknown, ...regions }) })).end;
  expect(await told({ "ec2:DescribeRegions": () => ({ regionInfo: [{ regionName: "eu-central-1", optInStatus: "not-opted-in" }] }) })).toMatchObject({ completeness: "partial", gaps: [{ reason: "not_enabled", scope: "111111111111/eu-central-1" }] });
  expect(await told({ "ec2:DescribeRegions": () => new Fault("UnauthorizedOperation", 403) })).toMatchObject({ completeness: "partial", gaps: [{ reason: "failed" }] });
  expect(await told({ "ec2:DescribeRegions": () => ({ regionInfo: [{ regionName: "eu-central-1", optInStatus: "opted-in" }] }) })).toMatchObject({ completeness: "denied", failure: { kind: "credential_refused" } });
});

test("AWS’s own words for patience, expiry and clocks are understood", async () => {
  const once = (fault: Fault): Operations => {
    let asked = 0;
    return { ...TRAILS, "cloudtrail:DescribeTrails": () => (++asked === 2 ? fault : { trailList: [] }) };
  };
  const throttled = await collectInMemory({ ...parts, vendor: fakeAws(once(new Fault("ThrottlingException"))) });
  expect([throttled.end?.completeness, throttled.waits]).toEqual(["complete", [1000]]);
  expect((await collectInMemory({ ...parts, vendor: fakeAws(once(new Fault("ExpiredTokenException"))) })).end).toMatchObject({ completeness: "denied", failure: { kind: "credential_refused" } });
  expect((await collectInMemory({ ...parts, vendor: fakeAws(once(new Fault("RequestExpired"))) })).end).toMatchObject({ completeness: "failed", failure: { kind: "skewed" } });
});

test("events are kept without what is secret in them, and the limit of 90 days is said", async () => {
  const vendor = fakeAws(EVENTS);
  const asked: unknown[] = [];
  const run = await collectInMemory({ ...changes, run: { window: { from: new Date("2025-01-01T00:00:00Z"), until: new Date("2026-03-02T09:00:00Z") } }, vendor: (request) => (asked.push(request.body), vendor(request)) });
  expect(JSON.stringify(run.pages)).not.toMatch(/do-not-keep|AKIASHOULDNOTBEKEPT/);
  expect(run.end?.gaps[0]).toMatchObject({ reason: "truncated", says: expect.stringContaining("2025-12-02T09:00:00.000Z") as string });
  expect(run.rows.get("activity eu-west-1-StopLogging-0")).toMatchObject({ action: "StopLogging", succeeded: true, target: "trail-1", by: { id: "arn:aws:iam::111111111111:user/mallory", name: "mallory" } });
});

test("the next run asks from its cursor, with overlap", async () => {
  const bodies: string[] = [];
  const vendor = fakeAws(EVENTS);
  await collectInMemory({ ...changes, run: { listing: "incremental", cursor: { parts: Object.fromEntries(SETTINGS.regions.split("\n").map((region) => [`111111111111/${region}`, "2026-03-01T09:00:00.000Z"])) } }, vendor: (request) => (bodies.push(String(request.body)), vendor(request)) });
  expect(bodies[1]).toContain(`"StartTime":${Date.parse("2026-03-01T08:00:00Z") / 1000}`);
});

test("no request leaves for a host that is not AWS’s", async () => {
  const run = await collectInMemory({ ...parts, settings: { regions: "eu-west-1" }, vendor: fakeAws(TRAILS) });
  expect(run.exchanges.every(({ address }) => new URL(address).hostname.endsWith(".amazonaws.com"))).toBe(true);
});
