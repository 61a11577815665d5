import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeAws, Fault, KEY, paged, SETTINGS, type Operations } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";

const suite = (collector: string, operations: Operations, rows: number, part: RegExp): void => {
  connectorSuite({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: () => fakeAws(operations), rows, part });
};
const collect = (collector: string, operations: Operations, settings: Record<string, string> = {}) => collectInMemory({ connector: aws, collector, settings: { ...SETTINGS, ...settings }, credential: KEY, vendor: fakeAws(operations) });
const attributesOf = (run: Awaited<ReturnType<typeof collect>>, type: string) => [...run.rows.values()].flatMap((row) => (row.kind === "resource" && row.type === type ? [row.attributes] : []));
const at = 1_772_400_000;

const stackId = (region: string, name: string): string => `arn:aws:cloudformation:${region}:1:stack/${name}/1`;
const DRIFTS: Operations = {
  "cloudformation:DescribeStacks": ({ input, region }) => {
    const all = [["changed", "DRIFTED", "2026-02-01T00:00:00Z"], ["new", "NOT_CHECKED", undefined], ["same", "IN_SYNC", "2026-03-02T08:00:00Z"]] as const;
    const { items, next } = paged(all, 2, input.NextToken);
    return { NextToken: next, Stacks: items.map(([name, StackDriftStatus, LastCheckTimestamp]) => ({ StackId: stackId(region, name), StackName: name, StackStatus: "UPDATE_COMPLETE", CreationTime: "2026-01-01T00:00:00Z", DriftInformation: { StackDriftStatus, LastCheckTimestamp } })) };
  },
  "cloudformation:DescribeStackResourceDrifts": ({ input }) => {
    const differs = String(input.StackName).includes("/changed/");
    const { items, next } = paged(differs ? ["Group", "Bucket", "Role"] : ["Queue"], 2, input.NextToken);
    return { NextToken: next, StackResourceDrifts: items.map((name) => ({
      StackId: input.StackName, LogicalResourceId: name, PhysicalResourceId: `${name}-1`, ResourceType: `AWS::Some::${name}`, Timestamp: "2026-02-01T00:00:00Z", ExpectedProperties: "{\"Password\":\"stack-secret\"}", ActualProperties: "{\"Password\":\"stack-secret\"}",
      StackResourceDriftStatus: name === "Group" ? "MODIFIED" : name === "Role" ? "DELETED" : "IN_SYNC", PropertyDifferences: name === "Group" ? [{ PropertyPath: "/Ingress/0", ExpectedValue: "stack-secret", ActualValue: "stack-secret", DifferenceType: "NOT_EQUAL" }] : [],
    })) };
  },
};
suite("cloudformation_drift", DRIFTS, 12, /cloudformation\.us-east-1/);

test("a resource that drifted says in which properties, and neither what they are nor what they should be", async () => {
  const run = await collect("cloudformation_drift", DRIFTS);
  expect(run.rows.get(`resource ${stackId("eu-west-1", "changed")}/Group`)).toMatchObject({ type: "aws.cloudformation.stack_resource", name: "changed/Group", attributes: { drift: "MODIFIED", checked_at: "2026-02-01T00:00:00.000Z", differences: ["/Ingress/0 (NOT_EQUAL)"], physical_id: "Group-1" } });
  expect(attributesOf(run, "aws.cloudformation.stack_resource").map(({ drift }) => drift).slice(0, 4)).toEqual(["MODIFIED", "IN_SYNC", "DELETED", "IN_SYNC"]);
  expect(JSON.stringify(run.pages)).not.toContain("stack-secret");
});

test("drift is looked for only where the connection says so, of stacks that nobody looked at for a day; a refusal is told", async () => {
  const begun: string[] = [];
  const detecting: Operations = { ...DRIFTS, "cloudformation:DetectStackDrift": ({ input }) => { begun.push(String(input.StackName)); return { StackDriftDetectionId: "d-1" }; } };
  await collect("cloudformation_drift", detecting);
  expect(begun).toEqual([]);
  const run = await collect("cloudformation_drift", detecting, { drift: "start", regions: "eu-west-1" });
  expect([run.end?.completeness, begun]).toEqual(["complete", [stackId("eu-west-1", "changed"), stackId("eu-west-1", "new")]]);
  expect(run.pages.flatMap(({ answers }) => answers).filter(({ operation }) => operation === "cloudformation:DetectStackDrift").map(({ body, rows }) => [body, rows])).toEqual([[{ StackDriftDetectionId: "d-1" }, []], [{ StackDriftDetectionId: "d-1" }, []]]);
  const refused = await collect("cloudformation_drift", { ...DRIFTS, "cloudformation:DetectStackDrift": () => new Fault("AccessDenied", 403) }, { drift: "start", regions: "eu-west-1" });
  expect([refused.end?.completeness, refused.end?.gaps.map(({ reason, operation, scope }) => [reason, operation, scope]), refused.rows.size]).toEqual(["partial", [["denied", "cloudformation:DetectStackDrift", "111111111111/eu-west-1/changed"], ["denied", "cloudformation:DetectStackDrift", "111111111111/eu-west-1/new"]], 4]);
});

test("a detection is asked for once, whatever becomes of it: it is no question that may be repeated", async () => {
  const vendor = fakeAws({ ...DRIFTS, "cloudformation:DetectStackDrift": () => ({ StackDriftDetectionId: "d-1" }) });
  let asked = 0;
  const run = await collectInMemory({ connector: aws, collector: "cloudformation_drift", settings: { regions: "eu-west-1", drift: "start" }, credential: KEY, vendor: (request) => {
    if (typeof request.body !== "string" || !request.body.includes("DetectStackDrift")) return vendor(request);
    asked += 1;
    return { status: 503, headers: new Headers({ date: "Mon, 02 Mar 2026 09:00:00 GMT" }), bytes: new Uint8Array() };
  } });
  expect([asked, run.end?.completeness]).toEqual([1, "failed"]);
});

const INVENTORY: Operations = {
  "ssm:GetInventory": ({ input, region }) => {
    const { items, next } = paged(["a", "b", "c"], 2, input.NextToken);
    return { NextToken: next, Entities: items.map((id) => ({ Id: `i-${region}-${id}`, Data: id === "c" ? {} : { "AWS:InstanceInformation": { TypeName: "AWS:InstanceInformation", SchemaVersion: "1.0", CaptureTime: "2026-03-01T06:00:00Z", Content: [{ InstanceId: `i-${region}-${id}`, ComputerName: `web-${id}`, AgentVersion: "3.3.1", PlatformType: "Linux", PlatformName: "Amazon Linux", InstanceStatus: "Active", IpAddress: "10.0.0.1" }] } } })) };
  },
};
suite("ssm_inventory", INVENTORY, 9, /ssm\.us-east-1/);

test("inventory names its machine as the population does; a machine without one is there, without a time", async () => {
  const run = await collect("ssm_inventory", INVENTORY);
  expect(attributesOf(run, "aws.ssm.inventory").slice(0, 3)).toMatchObject([{ instance: "arn:aws:ec2:eu-west-1:111111111111:instance/i-eu-west-1-a", captured_at: "2026-03-01T06:00:00Z", platform: "Linux" }, {}, { instance_id: "i-eu-west-1-c", captured_at: null, status: null }]);
});

const AGENTS: Operations = { "ssm:DescribeInstanceInformation": () => ({ InstanceInformationList: [{ InstanceId: "mi-1", PingStatus: "ConnectionLost", LastPingDateTime: at, AgentVersion: "3.3.1", IsLatestVersion: false, PlatformType: "Linux", ComputerName: "cellar" }] }) };

test("a machine under Systems Manager carries its agent’s version and when it was heard of last", async () => {
  expect(attributesOf(await collect("ssm_agents", AGENTS, { regions: "eu-west-1" }), "aws.ssm.managed_instance")).toMatchObject([{ instance: "arn:aws:ssm:eu-west-1:111111111111:managed-instance/mi-1", ping: "ConnectionLost", last_ping_at: new Date(at * 1000).toISOString(), agent_version: "3.3.1", agent_latest: false }]);
});

const SUBSCRIPTIONS = ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0", "pci-dss/v/4.0.1"];
const HUB: Operations = {
  "securityhub:GetEnabledStandards": ({ input, region }) => {
    const { items, next } = paged(SUBSCRIPTIONS, 2, input.NextToken);
    return { NextToken: next, StandardsSubscriptions: items.map((name) => ({ StandardsSubscriptionArn: `arn:aws:securityhub:${region}:1:subscription/${name}`, StandardsArn: `arn:aws:securityhub:${region}::standards/${name}`, StandardsInput: {}, ...(name.startsWith("pci") ? { StandardsStatus: "INCOMPLETE", StandardsStatusReason: { StatusReasonCode: "NO_AVAILABLE_CONFIGURATION_RECORDER" } } : { StandardsStatus: "READY" }) })) };
  },
  "securityhub:DescribeStandardsControls": ({ input, region }) => {
    const standard = decodeURIComponent(String(input.path)).split("subscription/")[1] ?? "";
    const { items, next } = paged(["S3.1", "S3.2", "IAM.1"], 2, input.NextToken);
    return { NextToken: next, Controls: items.map((id) => ({ StandardsControlArn: `arn:aws:securityhub:${region}:1:control/${standard}/${id}`, ControlId: id, Title: "Something is closed", SeverityRating: "HIGH", ControlStatusUpdatedAt: "2026-02-01T00:00:00Z", ...(id === "S3.2" ? { ControlStatus: "DISABLED", DisabledReason: "Public pages" } : { ControlStatus: "ENABLED" }) })) };
  },
};
suite("securityhub_controls", HUB, 36, /securityhub\.us-east-1/);

test("a standard says whether it is ready and why not, a control whether it is on and why not", async () => {
  const run = await collect("securityhub_controls", HUB, { regions: "eu-west-1" });
  expect(attributesOf(run, "aws.securityhub.standard").map(({ status, reason }) => [status, reason])).toEqual([["READY", null], ["READY", null], ["INCOMPLETE", "NO_AVAILABLE_CONFIGURATION_RECORDER"]]);
  expect([...run.rows.values()].find((row) => row.kind === "resource" && row.type === "aws.securityhub.standard")).toMatchObject({ name: "standards/aws-foundational-security-best-practices/v/1.0.0" });
  expect(attributesOf(run, "aws.securityhub.control").slice(0, 3).map(({ control, status, disabled_reason: why }) => [control, status, why])).toEqual([["S3.1", "ENABLED", null], ["S3.2", "DISABLED", "Public pages"], ["IAM.1", "ENABLED", null]]);
  const off = await collect("securityhub_controls", { "securityhub:GetEnabledStandards": () => new Fault("InvalidAccessException", 401) });
  expect([off.end?.completeness, off.rows.size]).toEqual(["disabled", 0]);
});

const RULES: Operations = {
  "config:DescribeConfigRules": ({ input, region }) => {
    const { items, next } = paged(["encrypted", "tagged", "unheard"], 2, input.NextToken);
    return { NextToken: next, ConfigRules: items.map((name) => ({ ConfigRuleName: name, ConfigRuleArn: `arn:aws:config:${region}:1:config-rule/${name}`, ConfigRuleState: "ACTIVE", InputParameters: "{\"key\":\"rule-secret\"}", Source: { Owner: "AWS", SourceIdentifier: name.toUpperCase(), CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: "rule-secret" } } })) };
  },
  "config:DescribeComplianceByConfigRule": ({ input }) => ({ ComplianceByConfigRules: (input.ConfigRuleNames as string[]).flatMap((name) => (name === "unheard" ? [] : [{ ConfigRuleName: name, Compliance: name === "tagged" ? { ComplianceType: "NON_COMPLIANT", ComplianceContributorCount: { CappedCount: 3, CapExceeded: false } } : { ComplianceType: "COMPLIANT" } }])) }),
  "config:GetComplianceDetailsByConfigRule": ({ input }) => {
    const { items, next } = paged(["i-1", "i-2", "i-3"], 2, input.NextToken);
    return { NextToken: next, EvaluationResults: items.map((id) => ({ EvaluationResultIdentifier: { EvaluationResultQualifier: { ConfigRuleName: input.ConfigRuleName, ResourceType: "AWS::EC2::Instance", ResourceId: id } }, ComplianceType: "NON_COMPLIANT", ResultRecordedTime: at, Annotation: "No owner is named.", ResultToken: "rule-secret" })) };
  },
};
suite("config_rules", RULES, 18, /config\.us-east-1/);

test("a rule says what it makes of the account, each failing resource has its time and reason, and what Config does not say is unknown", async () => {
  const run = await collect("config_rules", RULES, { regions: "eu-west-1" });
  expect(attributesOf(run, "aws.config.rule").map(({ source, compliance, not_compliant: count }) => [source, compliance, count])).toEqual([["ENCRYPTED", "COMPLIANT", null], ["TAGGED", "NON_COMPLIANT", 3], ["UNHEARD", null, null]]);
  expect(run.rows.get("resource 111111111111/eu-west-1/tagged/AWS::EC2::Instance/i-3")).toMatchObject({ attributes: { rule: "tagged", resource_id: "i-3", annotation: "No owner is named.", recorded_at: new Date(at * 1000).toISOString() } });
  expect(JSON.stringify(run.pages)).not.toContain("rule-secret");
  const denied = await collect("config_rules", { ...RULES, "config:DescribeComplianceByConfigRule": () => new Fault("AccessDeniedException", 400) }, { regions: "eu-west-1" });
  expect([denied.end?.completeness, attributesOf(denied, "aws.config.rule").map(({ compliance }) => compliance)]).toEqual(["partial", [null, null, null]]);
});
