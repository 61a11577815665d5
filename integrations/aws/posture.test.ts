import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeAws, Fault, KEY, paged, ROLES, SETTINGS, type Operations } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";

const suite = (collector: string, operations: Operations, rows: number, part: RegExp | null): void => {
  connectorSuite({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: () => fakeAws(operations), rows, part });
};
const collect = (collector: string, operations: Operations) => collectInMemory({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: fakeAws(operations) });
const inspector = (status: string): Operations => ({ "inspector2:BatchGetAccountStatus": () => ({ accounts: [{ accountId: "111111111111", state: { status }, resourceState: { ec2: { status }, ecr: { status: "DISABLED" } } }], failedAccounts: [] }) });
const at = 1_772_400_000;

const FINDINGS: Operations = {
  ...inspector("ENABLED"),
  "inspector2:ListCoverage": ({ region }) => ({ coveredResources: [
    { resourceType: "AWS_EC2_INSTANCE", resourceId: `i-${region}`, accountId: "111111111111", scanType: "PACKAGE", scanStatus: { statusCode: "ACTIVE", reason: "SUCCESSFUL" }, lastScannedAt: at },
    { resourceType: "AWS_EC2_INSTANCE", resourceId: `i-${region}-old`, accountId: "111111111111", scanType: "PACKAGE", scanStatus: { statusCode: "INACTIVE", reason: "UNMANAGED_EC2_INSTANCE" } },
  ] }),
  "inspector2:ListFindings": ({ region, input }) => {
    const { items, next } = paged(["ACTIVE", "SUPPRESSED", "CLOSED"], 2, input.nextToken);
    return { nextToken: next, findings: items.map((status) => ({
      findingArn: `arn:aws:inspector2:${region}:111111111111:finding/${status}`, awsAccountId: "111111111111", type: "PACKAGE_VULNERABILITY", severity: "HIGH", status, firstObservedAt: at, lastObservedAt: at, updatedAt: at + 60, description: "d", inspectorScore: 7.5, fixAvailable: "YES",
      remediation: { recommendation: { text: "Update the package." } }, resources: [{ id: `i-${region}`, type: "AWS_EC2_INSTANCE" }], packageVulnerabilityDetails: { vulnerabilityId: "CVE-2026-0001", source: "NVD", vulnerablePackages: [{ name: "openssl", version: "1", fixedInVersion: "2" }] },
    })) };
  },
};
suite("inspector2_status", inspector("ENABLED"), 3, /inspector2\.us-east-1/);
suite("inspector2_coverage", FINDINGS, 6, /inspector2\.us-east-1/);
suite("inspector2_findings", FINDINGS, 9, /inspector2\.us-east-1/);

test("findings are open, suppressed and fixed, with what to do; coverage names instances as the inventory does", async () => {
  const { rows } = await collect("inspector2_findings", FINDINGS);
  expect(rows.get("vulnerability arn:aws:inspector2:eu-west-1:111111111111:finding/CLOSED")).toMatchObject({ state: "fixed", fixedAt: new Date((at + 60) * 1000).toISOString(), identifiers: ["CVE-2026-0001"], component: "openssl", fixedVersion: "2", fixAvailable: true, recommendation: "Update the package.", severity: { degree: "high" } });
  expect([...(await collect("inspector2_coverage", FINDINGS)).rows.values()][1]).toMatchObject({ resource: "arn:aws:ec2:eu-west-1:111111111111:instance/i-eu-west-1-old", state: "not_covered", reason: "UNMANAGED_EC2_INSTANCE" });
});

test("Inspector that is off is disabled: not an empty list of findings, and its status says so", async () => {
  const off = inspector("DISABLED");
  for (const collector of ["inspector2_findings", "inspector2_coverage"]) expect((await collect(collector, off)).end).toMatchObject({ completeness: "disabled", gaps: [{ reason: "disabled" }, {}, {}] });
  expect([...(await collect("inspector2_status", off)).rows.values()][0]).toMatchObject({ attributes: { status: "DISABLED" } });
});

const GUARDDUTY: Operations = {
  "guardduty:ListDetectors": ({ region }) => ({ detectorIds: [`d-${region}`] }),
  "guardduty:GetDetector": () => ({ status: "ENABLED", serviceRole: "r", features: [{ name: "S3_DATA_EVENTS", status: "ENABLED" }] }),
  "guardduty:ListFindings": ({ input }) => { const { items, next } = paged(["f1", "f2", "f3"], 2, input.nextToken); return { findingIds: items, nextToken: next ?? "" }; },
  "guardduty:GetFindings": ({ input, region }) => ({ findings: (input.findingIds as string[]).map((id) => ({ id, arn: `arn:aws:guardduty:${region}:1:${id}`, type: "Recon:EC2/PortProbe", severity: 8, createdAt: "2026-02-01T00:00:00.000Z", updatedAt: "2026-02-02T00:00:00.000Z", accountId: "1", region, schemaVersion: "2.0", title: "A probe", resource: { resourceType: "Instance", instanceDetails: { instanceId: "i-1" } }, service: { archived: id === "f2", count: 3 } })) }),
};
suite("guardduty_status", GUARDDUTY, 3, /guardduty\.us-east-1/);
suite("guardduty_findings", GUARDDUTY, 9, /guardduty\.us-east-1/);

test("GuardDuty without a detector is disabled, and its status says that there is none", async () => {
  const none: Operations = { "guardduty:ListDetectors": () => ({ detectorIds: [] }) };
  expect((await collect("guardduty_findings", none)).end?.completeness).toBe("disabled");
  const status = await collect("guardduty_status", none);
  expect([status.end?.completeness, [...status.rows.values()].map((row) => (row.kind === "resource" ? row.attributes.status : null))]).toEqual(["complete", ["ABSENT", "ABSENT", "ABSENT"]]);
});

const HUB: Operations = {
  "securityhub:DescribeHub": ({ region }) => ({ HubArn: `arn:aws:securityhub:${region}:1:hub/default` }),
  "securityhub:GetEnabledStandards": () => ({ StandardsSubscriptions: [{ StandardsSubscriptionArn: "s", StandardsArn: "arn:standard", StandardsInput: {}, StandardsStatus: "READY" }] }),
  "securityhub:GetFindings": ({ input, region }) => {
    const { items, next } = paged(["NEW", "RESOLVED", "SUPPRESSED"], 2, input.NextToken);
    return { NextToken: next, Findings: items.map((Status) => ({ SchemaVersion: "2018-10-08", Id: `${region}/${Status}`, ProductArn: "p", GeneratorId: "g", AwsAccountId: "1", CreatedAt: "2026-02-01T00:00:00Z", UpdatedAt: "2026-02-01T00:00:00Z", Title: "t", Description: "d", Severity: { Label: "CRITICAL" }, Workflow: { Status }, RecordState: "ACTIVE", Resources: [{ Type: "x", Id: "r" }] })) };
  },
};
suite("securityhub_status", HUB, 3, /securityhub\.us-east-1/);
suite("securityhub_findings", HUB, 9, /securityhub\.us-east-1/);

test("Security Hub that nobody subscribed to is disabled", async () => {
  const off: Operations = { "securityhub:DescribeHub": () => new Fault("InvalidAccessException", 401), "securityhub:GetFindings": () => new Fault("InvalidAccessException", 401) };
  expect((await collect("securityhub_findings", off)).end?.completeness).toBe("disabled");
  expect([...(await collect("securityhub_status", off)).rows.values()][0]).toMatchObject({ attributes: { enabled: false, standards: null } });
});

const CONFIG: Operations = {
  "config:DescribeConfigurationRecorders": ({ region }) => ({ ConfigurationRecorders: region === "us-east-1" ? [] : [{ name: "default", roleARN: "r", recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } }] }),
  "config:DescribeConfigurationRecorderStatus": ({ region }) => ({ ConfigurationRecordersStatus: region === "us-east-1" ? [] : [{ name: "default", recording: true, lastStatus: "Success" }] }),
  "config:DescribeDeliveryChannels": () => ({ DeliveryChannels: [{ name: "default" }] }),
};
suite("config_recorders", CONFIG, 3, /config\.us-east-1/);

test("a region without a recorder is said to have none", async () => {
  const { rows } = await collect("config_recorders", CONFIG);
  expect([...rows.values()].map((row) => (row.kind === "resource" ? [row.region, row.attributes.recorders, row.attributes.recording] : null))).toEqual([["eu-west-1", 1, true], ["us-east-1", 0, false], ["eu-central-1", 1, true]]);
});

const GROUPS: Operations = { "logs:DescribeLogGroups": ({ input, region }) => { const { items, next } = paged(["a", "b", "c"], 2, input.nextToken); return { nextToken: next, logGroups: items.map((name) => ({ logGroupName: name, arn: `arn:aws:logs:${region}:1:log-group:${name}:*`, creationTime: at * 1000, ...(name === "a" ? {} : { retentionInDays: 365 }) })) }; } };
suite("log_groups", GROUPS, 9, /logs\.us-east-1/);

test("a log group without days never expires", async () => {
  expect((await collect("log_groups", GROUPS)).rows.get("resource arn:aws:logs:eu-west-1:1:log-group:a")).toMatchObject({ attributes: { retention_days: null, never_expires: true } });
});

const HEAD = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
const lineOf = (user: string, arn: string, mfa: boolean): string => `${user},${arn},2024-01-01T00:00:00+00:00,true,2026-03-01T00:00:00+00:00,2024-01-01T00:00:00+00:00,N/A,${mfa},true,2024-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;
const IAM: Operations = {
  "iam:GetAccountSummary": () => ({ SummaryMap: { entry: [{ key: "Users", value: 2 }, { key: "AccountMFAEnabled", value: 1 }, { key: "AccountAccessKeysPresent", value: 0 }] } }),
  "iam:GetAccountPasswordPolicy": ({ account }) => (account === "222222222222" ? new Fault("NoSuchEntity", 404) : { PasswordPolicy: { MinimumPasswordLength: 14, RequireSymbols: true, ExpirePasswords: false } }),
  "iam:GenerateCredentialReport": () => ({ State: "STARTED" }),
  "iam:GetCredentialReport": ({ account }) => ({ Content: Buffer.from([HEAD, lineOf("<root_account>", `arn:aws:iam::${account}:root`, true), lineOf("eve,jr", `arn:aws:iam::${account}:user/eve,jr`, false)].join("\n")).toString("base64"), ReportFormat: "text/csv", GeneratedTime: "2026-03-02T08:00:00Z" }),
};
for (const [collector, rows] of [["iam_account", 3], ["iam_users", 6]] as const) connectorSuite({ connector: aws, collector, settings: SETTINGS, credential: ROLES, vendor: () => fakeAws(IAM), rows, part: null });

test("an account has no rules for passwords, or they are read; users have second factors and keys of an age", async () => {
  const of = (collector: string, operations: Operations) => collectInMemory({ connector: aws, collector, settings: SETTINGS, credential: ROLES, vendor: fakeAws(operations) });
  const { rows } = await of("iam_account", IAM);
  expect([...rows.values()].map((row) => (row.kind === "resource" ? row.attributes.password_policy : null))).toEqual([false, true, true]);
  const report = await of("iam_users", IAM);
  expect(report.rows.get("resource arn:aws:iam::222222222222:user/eve,jr")).toMatchObject({ name: "eve,jr", attributes: { root: false, mfa: false, keys: [{ active: true, rotated_at: "2024-01-01T00:00:00.000Z", used_at: null }, { active: false }] } });
  let asked = 0;
  const late = await of("iam_users", { ...IAM, "iam:GetCredentialReport": (request) => (++asked === 1 ? new Fault("ReportInProgress", 404) : (IAM["iam:GetCredentialReport"]?.(request) ?? new Fault("none"))) });
  expect([late.end?.completeness, late.waits.length]).toEqual(["complete", 1]);
});
