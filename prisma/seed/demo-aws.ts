import type { Json } from "#lib/connector/index.ts";
import type { OutboundRequest } from "#lib/platform/outbound-http.ts";
import { addDays } from "#lib/platform/zoned-time.ts";

// The demo's own account of AWS, as far as its connector asks: a trail, buckets (one of which the key may not look into),
// instances and their agents, a scanner that was never turned on, rules of Config. It speaks the protocols of AWS.

export const REGION = "eu-central-1";
const ACCOUNT = "471100004711";

export type AwsAnswer = { status: number; type: "application/json" | "application/xml"; text: string };
const json = (body: Json, status = 200): AwsAnswer => ({ status, type: "application/json", text: JSON.stringify(body) });
const xml = (text: string, status = 200): AwsAnswer => ({ status, type: "application/xml", text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}` });

/** Elements of a value; a list repeats its element. */
function element(name: string, value: Json): string {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => element(name, one)).join("");
  const inner = value !== null && typeof value === "object" ? Object.entries(value).map(([key, one]) => element(key, one as Json)).join("") : String(value ?? "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<${name}>${inner}</${name}>`;
}

type Instance = { id: string; name: string; type: string; state: "running" | "stopped"; address: string; tokens: "required" | "optional"; profile: boolean; owner: string | null; /** Days since its agent was heard, its version and whether that is the newest; null: it has none. */ agent: { heard: number; version: string; newest: boolean } | null };
const INSTANCES: readonly Instance[] = [
  { id: "i-0a11ba5e0000000b1", name: "bastion-01", type: "t3.small", state: "running", address: "10.20.0.11", tokens: "required", profile: true, owner: "infrastructure", agent: { heard: 0, version: "3.3.1142.0", newest: true } },
  { id: "i-0a11ba5e0000000d1", name: "db-primary-01", type: "r6i.2xlarge", state: "running", address: "10.20.4.21", tokens: "required", profile: true, owner: "infrastructure", agent: { heard: 0, version: "3.3.1142.0", newest: true } },
  { id: "i-0a11ba5e0000000e1", name: "web-01", type: "m6i.large", state: "running", address: "10.20.8.31", tokens: "required", profile: true, owner: "platform", agent: { heard: 0, version: "3.2.2303.0", newest: false } },
  { id: "i-0a11ba5e0000000e2", name: "web-02", type: "m6i.large", state: "running", address: "10.20.8.32", tokens: "optional", profile: true, owner: "platform", agent: { heard: 9, version: "3.2.2303.0", newest: false } },
  { id: "i-0a11ba5e0000000f4", name: "build-04", type: "c6i.xlarge", state: "running", address: "10.20.9.44", tokens: "required", profile: false, owner: null, agent: null },
  { id: "i-0a11ba5e000000a03", name: "sandbox-03", type: "t3.micro", state: "stopped", address: "10.20.12.3", tokens: "optional", profile: false, owner: null, agent: null },
];

type Bucket = { name: string; day: number; denied?: boolean; encrypted: boolean; versioned: boolean; logged: boolean; open: boolean };
const BUCKETS: readonly Bucket[] = [
  { name: "fernhall-audit-logs", day: 900, encrypted: true, versioned: true, logged: true, open: false },
  { name: "fernhall-backups", day: 860, encrypted: true, versioned: true, logged: false, open: false },
  { name: "fernhall-payroll", day: 400, denied: true, encrypted: true, versioned: true, logged: true, open: false },
  { name: "fernhall-press", day: 510, encrypted: false, versioned: false, logged: true, open: true },
];

/** What the account answers to a request of the connector; null: it knows no such thing. */
export function answerAws(at: URL, { headers, body }: OutboundRequest, lastDay: string): AwsAnswer | null {
  const labels = at.hostname.split(".");
  if (labels.includes("s3-control")) return xml(element("PublicAccessBlockConfiguration", { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false }));
  const s3 = labels.indexOf("s3");
  if (s3 >= 0) return answerS3(labels.slice(0, s3).join("."), at.searchParams, lastDay);
  const form = new URLSearchParams(typeof body === "string" ? body : "");
  const target = new Headers(headers).get("x-amz-target")?.split(".").at(-1);
  if (target !== undefined) return answerMonitoring(target, typeof body === "string" ? body : "", lastDay) ?? answerJson(target, lastDay);
  return answerQuery(form.get("Action"), lastDay) ?? answerRest(at.pathname);
}

function answerQuery(action: string | null, lastDay: string): AwsAnswer | null {
  if (action === "GetCallerIdentity") return xml(element("GetCallerIdentityResponse", { GetCallerIdentityResult: { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/tickmark-collector`, UserId: "AIDADEMODEMODEMODEMO" } }));
  if (action !== "DescribeInstances") return null;
  const item = INSTANCES.map(({ id, name, type, state, address, tokens, profile, owner }) => ({
    reservationId: `r-${id.slice(2)}`,
    instancesSet: { item: {
      instanceId: id, instanceState: { code: state === "running" ? 16 : 80, name: state }, instanceType: type, imageId: "ami-0d3m0d3m0d3m0d3m0", launchTime: `${addDays(lastDay, -60)}T07:12:00.000Z`, monitoring: { state: name.startsWith("db-") ? "enabled" : "disabled" },
      privateIpAddress: address, vpcId: "vpc-0fe29ha110000001", platformDetails: "Linux/UNIX", metadataOptions: { httpTokens: tokens, httpEndpoint: "enabled" }, ...(profile ? { iamInstanceProfile: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/managed` } } : {}),
      tagSet: { item: [{ key: "Name", value: name }, { key: "stage", value: name.startsWith("sandbox") ? "sandbox" : "production" }, ...(owner === null ? [] : [{ key: "owner", value: owner }])] },
    } },
  }));
  return xml(element("DescribeInstancesResponse", { reservationSet: { item } }));
}

/** Inspector was never turned on; GuardDuty was. */
function answerRest(path: string): AwsAnswer | null {
  if (path === "/status/batch/get") {
    const off = { status: "DISABLED", errorCode: "ACCESS_DENIED", errorMessage: "" };
    return json({ accounts: [{ accountId: ACCOUNT, state: off, resourceState: { ec2: off, ecr: off } }], failedAccounts: [] });
  }
  if (path === "/detector") return json({ detectorIds: ["d3m0d3m0d3m0d3m0d3m0d3m0d3m0d3m0"] });
  if (path.startsWith("/detector/")) return json({ status: "ENABLED", serviceRole: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/guardduty`, features: [{ name: "CLOUD_TRAIL", status: "ENABLED" }, { name: "S3_DATA_EVENTS", status: "DISABLED" }] });
  return null;
}

/** What EC2 reports by itself of an instance that runs, and what the agent adds where somebody installed it. */
const METRICS: Readonly<Record<string, readonly string[]>> = { "AWS/EC2": ["CPUUtilization", "EBSReadBytes", "EBSWriteBytes", "NetworkIn", "NetworkOut"], CWAgent: ["mem_used_percent", "disk_used_percent"] };
const hasMetrics = ({ name, state }: Instance, namespace: string): boolean => state === "running" && (namespace !== "CWAgent" || name === "bastion-01" || name === "db-primary-01");

function answerMonitoring(operation: string, body: string, lastDay: string): AwsAnswer | null {
  const at = (time: string): number => Date.parse(`${lastDay}T${time}Z`) / 1000;
  if (operation === "DescribeAlarms") return json({ CompositeAlarms: [], MetricAlarms: INSTANCES.filter(({ name }) => ["db-primary-01", "web-01"].includes(name)).map(({ id, name }) => ({
    AlarmName: `${name}: processor`, AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}-processor`, ActionsEnabled: true, AlarmActions: name.startsWith("db-") ? [`arn:aws:sns:${REGION}:${ACCOUNT}:security-operations`] : [], StateValue: "OK", StateUpdatedTimestamp: at("06:10:00"),
    MetricName: "CPUUtilization", Namespace: "AWS/EC2", Statistic: "Average", Dimensions: [{ Name: "InstanceId", Value: id }], Period: 300, EvaluationPeriods: 3, Threshold: 85, ComparisonOperator: "GreaterThanThreshold",
  })) });
  if (operation === "ListMetrics") {
    const { Namespace } = JSON.parse(body) as { Namespace: string };
    return json({ Metrics: INSTANCES.filter((one) => hasMetrics(one, Namespace)).flatMap(({ id }) => (METRICS[Namespace] ?? []).map((MetricName) => ({ Namespace, MetricName, Dimensions: [{ Name: "InstanceId", Value: id }] }))) });
  }
  if (operation !== "GetMetricData") return null;
  const { MetricDataQueries } = JSON.parse(body) as { MetricDataQueries: { Id: string }[] };
  return json({ MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, Label: Id, Timestamps: [at("19:40:00"), at("19:45:00"), at("19:50:00")], Values: [12, 14, 11], StatusCode: "Complete" })) });
}

const RULES = [["encrypted-volumes", "COMPLIANT"], ["required-tags", "NON_COMPLIANT"], ["restricted-ssh", "INSUFFICIENT_DATA"]] as const;

function answerJson(operation: string, lastDay: string): AwsAnswer | null {
  const at = (daysAgo: number, time: string): number => Date.parse(`${addDays(lastDay, -daysAgo)}T${time}Z`) / 1000;
  const trail = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/fernhall-audit`;
  switch (operation) {
    case "DescribeTrails": return json({ trailList: [{ Name: "fernhall-audit", TrailARN: trail, HomeRegion: REGION, S3BucketName: "fernhall-audit-logs", IsMultiRegionTrail: true, IsOrganizationTrail: false, IncludeGlobalServiceEvents: true, LogFileValidationEnabled: true, KmsKeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/audit` }] });
    case "GetTrailStatus": return json({ IsLogging: true, LatestDeliveryTime: at(0, "19:52:10"), LatestDigestDeliveryTime: at(0, "19:31:00"), StartLoggingTime: at(880, "09:00:00"), LatestDeliveryError: "" });
    case "GetEventSelectors": return json({ EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }] });
    case "DescribeInstanceInformation": return json({ InstanceInformationList: INSTANCES.flatMap(({ id, name, agent }) => (agent === null ? [] : [{ InstanceId: id, PingStatus: agent.heard === 0 ? "Online" : "ConnectionLost", LastPingDateTime: at(agent.heard, "19:55:00"), AgentVersion: agent.version, IsLatestVersion: agent.newest, PlatformType: "Linux", PlatformName: "Amazon Linux", PlatformVersion: "2023", ComputerName: name }])) });
    case "DescribeConfigurationRecorders": return json({ ConfigurationRecorders: [{ name: "default", roleARN: `arn:aws:iam::${ACCOUNT}:role/config`, recordingGroup: { allSupported: false, includeGlobalResourceTypes: false } }] });
    case "DescribeConfigurationRecorderStatus": return json({ ConfigurationRecordersStatus: [{ name: "default", recording: true, lastStatus: "SUCCESS" }] });
    case "DescribeDeliveryChannels": return json({ DeliveryChannels: [{ name: "default", s3BucketName: "fernhall-audit-logs" }] });
    case "DescribeConfigRules": return json({ ConfigRules: RULES.map(([name]) => ({ ConfigRuleName: name, ConfigRuleArn: `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/${name}`, ConfigRuleState: "ACTIVE", Source: { Owner: "AWS", SourceIdentifier: name.toUpperCase().replaceAll("-", "_") } })) });
    case "DescribeComplianceByConfigRule": return json({ ComplianceByConfigRules: RULES.map(([name, found]) => ({ ConfigRuleName: name, Compliance: { ComplianceType: found, ...(found === "NON_COMPLIANT" ? { ComplianceContributorCount: { CappedCount: 2, CapExceeded: false } } : {}) } })) });
    case "GetComplianceDetailsByConfigRule": return json({ EvaluationResults: INSTANCES.filter(({ owner }) => owner === null).map(({ id }) => ({ EvaluationResultIdentifier: { EvaluationResultQualifier: { ConfigRuleName: "required-tags", ResourceType: "AWS::EC2::Instance", ResourceId: id } }, ComplianceType: "NON_COMPLIANT", ResultRecordedTime: at(2, "03:10:00"), Annotation: "The tag owner is missing." })) });
    default: return null;
  }
}

const fault = (code: string, status: number): AwsAnswer => xml(element("Error", { Code: code, Message: code }), status);

function answerS3(name: string, asked: URLSearchParams, lastDay: string): AwsAnswer | null {
  if (name === "") return xml(element("ListAllMyBucketsResult", { Buckets: { Bucket: BUCKETS.map((one) => ({ Name: one.name, CreationDate: `${addDays(lastDay, -one.day)}T08:00:00.000Z`, BucketRegion: REGION })) } }));
  const bucket = BUCKETS.find((one) => one.name === name);
  if (bucket === undefined) return fault("NoSuchBucket", 404);
  if (bucket.denied === true) return fault("AccessDenied", 403);
  const has = (what: string): boolean => asked.has(what);
  if (has("list-type")) return xml(element("ListBucketResult", { Contents: [{ Key: `${asked.get("prefix") ?? ""}${lastDay}-18-20-00-DEMO`, LastModified: `${lastDay}T18:41:00.000Z` }] }));
  if (has("logging")) return xml(element("BucketLoggingStatus", bucket.logged ? { LoggingEnabled: { TargetBucket: "fernhall-audit-logs", TargetPrefix: `${name}/` } } : {}));
  if (has("acl")) return xml(element("AccessControlPolicy", { Owner: { ID: "fernhall" }, AccessControlList: {} }));
  if (has("publicAccessBlock")) return fault("NoSuchPublicAccessBlockConfiguration", 404);
  if (has("policyStatus")) return bucket.open ? xml(element("PolicyStatus", { IsPublic: true })) : fault("NoSuchBucketPolicy", 404);
  if (has("policy")) return bucket.open ? json({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${name}/*` }] }) : fault("NoSuchBucketPolicy", 404);
  if (has("ownershipControls")) return xml(element("OwnershipControls", { Rule: { ObjectOwnership: "BucketOwnerEnforced" } }));
  if (has("versioning")) return xml(element("VersioningConfiguration", bucket.versioned ? { Status: "Enabled" } : {}));
  if (has("encryption")) return bucket.encrypted ? xml(element("ServerSideEncryptionConfiguration", { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } } })) : fault("ServerSideEncryptionConfigurationNotFoundError", 404);
  if (has("lifecycle")) return fault("NoSuchLifecycleConfiguration", 404);
  if (has("tagging")) return xml(element("Tagging", { TagSet: { Tag: [{ Key: "stage", Value: "production" }] } }));
  return null;
}
