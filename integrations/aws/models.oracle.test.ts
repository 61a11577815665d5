import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openModelServer, type Holdings } from "#lib/testing/aws-models.ts";
import { collectInMemory, type Vendor } from "#lib/testing/memory-collection.ts";
import { KEY, SETTINGS } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";

const root = process.env.TICKMARK_ORACLES;
if (root === undefined) throw new Error("TICKMARK_ORACLES names the folder of published data");
const folder = join(root, "integrations/aws");
const at = "2026-03-01T00:00:00.000Z";
const ACCOUNT = "111111111111";
const none = (error: string) => () => ({ error, status: 404 });

const HOLDINGS: Holdings = {
  "sts:GetCallerIdentity": () => ({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/tickmark`, UserId: "AIDAEXAMPLE" }),
  "cloudtrail:DescribeTrails": (_, region) => ({ trailList: [{ Name: "main", TrailARN: `arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/main`, HomeRegion: region, S3BucketName: "logs", IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, LogFileValidationEnabled: true }] }),
  "cloudtrail:GetTrailStatus": () => ({ IsLogging: true, LatestDeliveryTime: at }),
  "cloudtrail:GetEventSelectors": () => ({ AdvancedEventSelectors: [{ Name: "all", FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] }] }),
  "cloudtrail:LookupEvents": (input, region) => ({ Events: [1, 2, 3].map((index) => ({ EventId: `${region}-${JSON.stringify(input.LookupAttributes)}-${index}`, EventName: "StopLogging", EventTime: at, Username: "eve", CloudTrailEvent: "{}" })) }),
  "s3:ListBuckets": () => ({ Buckets: ["a", "b", "c"].map((name) => ({ Name: `bucket-${name}`, CreationDate: at, BucketRegion: "us-east-1" })) }),
  "s3:GetBucketLogging": () => ({}), "s3:GetBucketVersioning": () => ({ Status: "Enabled" }), "s3:GetBucketPolicyStatus": none("NoSuchBucketPolicy"), "s3:GetBucketTagging": () => ({ TagSet: [{ Key: "stage", Value: "production" }] }),
  "s3:GetBucketAcl": () => ({ Grants: [{ Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" }, Permission: "READ" }] }), "s3:GetBucketPolicy": none("NoSuchBucketPolicy"),
  "s3:GetPublicAccessBlock": () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: true, RestrictPublicBuckets: false } }), "s3control:GetPublicAccessBlock": none("NoSuchPublicAccessBlockConfiguration"),
  "s3:GetBucketOwnershipControls": () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } }), "s3:GetBucketEncryption": none("ServerSideEncryptionConfigurationNotFoundError"), "s3:GetBucketLifecycleConfiguration": () => ({ Rules: [{ Status: "Enabled", Expiration: { Days: 365 } }] }),
  "ec2:DescribeInstances": (_, region) => ({ Reservations: ["1", "2", "3"].map((id) => ({ ReservationId: `r-${id}`, Instances: [{ InstanceId: `i-${region}-${id}`, State: { Code: 16, Name: "running" }, InstanceType: "t3.micro", LaunchTime: at, Monitoring: { State: "enabled" }, Tags: [{ Key: "Name", Value: "web" }] }] })) }),
  "ssm:DescribeInstanceInformation": (_, region) => ({ InstanceInformationList: [1, 2, 3].map((index) => ({ InstanceId: `i-${region}-${index}`, PingStatus: "Online", LastPingDateTime: at })) }),
  "cloudwatch:DescribeAlarms": (_, region) => ({ MetricAlarms: [1, 2, 3].map((index) => ({ AlarmName: `a${index}`, AlarmArn: `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:a${index}`, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:x"], StateValue: "OK", StateUpdatedTimestamp: at, ComparisonOperator: "GreaterThanThreshold", MetricName: "CPUUtilization", Namespace: "AWS/EC2", Statistic: "Average", Period: 60, EvaluationPeriods: 1, Threshold: 80 })) }),
  "cloudwatch:DescribeAlarmHistory": (_, region) => ({ AlarmHistoryItems: [1, 2, 3].map((index) => ({ AlarmName: `${region}-${index}`, Timestamp: at, HistoryItemType: "StateUpdate", HistorySummary: "s" })) }),
  "cloudwatch:ListMetrics": (input) => ({ Metrics: ["CPUUtilization", "mem_used_percent"].map((MetricName) => ({ Namespace: input.Namespace, MetricName, Dimensions: [{ Name: "InstanceId", Value: "i-1" }] })) }),
  "cloudwatch:GetMetricData": (input) => ({ MetricDataResults: (input.MetricDataQueries as { Id: string }[]).map(({ Id }) => ({ Id, Timestamps: [at, "2026-03-01T00:01:00.000Z"], Values: [1, 2], StatusCode: "Complete" })) }),
  "sns:ListTopics": (_, region) => ({ Topics: ["a", "b", "c"].map((name) => ({ TopicArn: `arn:aws:sns:${region}:${ACCOUNT}:${name}` })) }),
  "sns:ListSubscriptionsByTopic": (input) => ({ Subscriptions: ["x", "y", "z"].map((name) => ({ SubscriptionArn: "PendingConfirmation", Protocol: "email", Endpoint: `${name}@example.org`, TopicArn: input.TopicArn })) }),
  "inspector2:BatchGetAccountStatus": () => ({ accounts: [{ accountId: ACCOUNT, state: { status: "ENABLED", errorCode: "ALREADY_ENABLED", errorMessage: "" }, resourceState: { ec2: { status: "ENABLED", errorCode: "ALREADY_ENABLED", errorMessage: "" }, ecr: { status: "ENABLED", errorCode: "ALREADY_ENABLED", errorMessage: "" } } }] }),
  "inspector2:ListCoverage": (_, region) => ({ coveredResources: [1, 2, 3].map((index) => ({ resourceType: "AWS_EC2_INSTANCE", resourceId: `i-${region}${index}`, accountId: ACCOUNT, scanType: "PACKAGE", scanStatus: { statusCode: "ACTIVE", reason: "SUCCESSFUL" }, lastScannedAt: at })) }),
  "inspector2:ListFindings": (_, region) => ({ findings: ["ACTIVE", "CLOSED", "SUPPRESSED"].map((status) => ({ findingArn: `arn:aws:inspector2:${region}:${ACCOUNT}:finding/${status}`, awsAccountId: ACCOUNT, type: "PACKAGE_VULNERABILITY", description: "d", remediation: { recommendation: { text: "Update." } }, severity: "HIGH", firstObservedAt: at, lastObservedAt: at, status, resources: [{ type: "AWS_EC2_INSTANCE", id: "i-1" }], packageVulnerabilityDetails: { vulnerabilityId: "CVE-2026-0001", source: "NVD" } })) }),
  "guardduty:ListDetectors": () => ({ DetectorIds: ["d1"] }), "guardduty:GetDetector": () => ({ ServiceRole: "r", Status: "ENABLED", Features: [{ Name: "S3_DATA_EVENTS", Status: "ENABLED" }] }), "guardduty:ListFindings": () => ({ FindingIds: ["a", "b", "c"] }),
  "guardduty:GetFindings": (input, region) => ({ Findings: (input.FindingIds as string[]).map((id) => ({ AccountId: ACCOUNT, Arn: `arn:aws:guardduty:${region}:${id}`, CreatedAt: at, Id: id, Region: region, Resource: { ResourceType: "Instance" }, SchemaVersion: "2.0", Severity: 5, Type: "Recon", UpdatedAt: at })) }),
  "securityhub:DescribeHub": (_, region) => ({ HubArn: `arn:aws:securityhub:${region}:${ACCOUNT}:hub/default` }), "securityhub:GetEnabledStandards": () => ({ StandardsSubscriptions: [{ StandardsSubscriptionArn: "s", StandardsArn: "a", StandardsInput: {}, StandardsStatus: "READY" }] }),
  "securityhub:GetFindings": (_, region) => ({ Findings: ["a", "b", "c"].map((id) => ({ SchemaVersion: "2018-10-08", Id: `${region}${id}`, ProductArn: "p", GeneratorId: "g", AwsAccountId: ACCOUNT, CreatedAt: at, UpdatedAt: at, Title: "t", Description: "d", Severity: { Label: "LOW" }, Resources: [{ Type: "x", Id: "r" }] })) }),
  "config:DescribeConfigurationRecorders": () => ({ ConfigurationRecorders: [{ name: "default", recordingGroup: { allSupported: true } }] }), "config:DescribeConfigurationRecorderStatus": () => ({ ConfigurationRecordersStatus: [{ name: "default", recording: true, lastStatus: "Success" }] }), "config:DescribeDeliveryChannels": () => ({ DeliveryChannels: [{ name: "default" }] }),
  "cloudformation:DescribeStacks": (_, region) => ({ Stacks: ["a", "b", "c"].map((name) => ({ StackId: `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${name}/1`, StackName: name, CreationTime: at, StackStatus: "CREATE_COMPLETE", DriftInformation: { StackDriftStatus: "IN_SYNC" } })) }),
  "cloudformation:GetTemplate": () => ({ TemplateBody: "Resources: {}" }), "cloudformation:DescribeStackEvents": (input) => ({ StackEvents: [1, 2, 3].map((index) => ({ StackId: input.StackName, EventId: `${String(input.StackName)}-${index}`, StackName: "s", Timestamp: at, ResourceStatus: "CREATE_COMPLETE" })) }),
  "logs:DescribeLogGroups": (_, region) => ({ logGroups: ["a", "b", "c"].map((name) => ({ logGroupName: name, arn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}:*`, retentionInDays: 365, creationTime: 1 })) }),
  "iam:GetAccountSummary": () => ({ SummaryMap: { Users: 1, AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 } }), "iam:GetAccountPasswordPolicy": none("NoSuchEntity"), "iam:GenerateCredentialReport": () => ({ State: "COMPLETE" }),
  "iam:GetCredentialReport": () => ({ Content: "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date\neve,arn:aws:iam::111111111111:user/eve,2024-01-01T00:00:00+00:00,true,N/A,true,false,N/A,N/A,false,N/A,N/A", ReportFormat: "text/csv", GeneratedTime: at }),
};
/** Distinct rows of each collector, in three regions. */
const ROWS: Readonly<Record<string, number>> = {
  cloudtrail_trails: 6, cloudtrail_changes: 0, s3_buckets: 3, ec2_instances: 9, ssm_agents: 9, cloudwatch_alarms: 9, cloudwatch_history: 9, cloudwatch_metrics: 6, sns_topics: 9, inspector2_status: 3, inspector2_coverage: 9, inspector2_findings: 9,
  guardduty_status: 3, guardduty_findings: 9, securityhub_status: 3, securityhub_findings: 9, config_recorders: 3, cloudformation_stacks: 9, cloudformation_events: 27, log_groups: 9, iam_account: 1, iam_users: 1,
};

/** Listing and reading objects are in no model that is supplied. */
const WITHOUT_MODEL = new Set(["cloudtrail_digests"]);

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
