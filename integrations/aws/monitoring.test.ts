import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { sha256 } from "./decoded.ts";
import { fakeAws, KEY, paged, SETTINGS, type Operations } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";

const suite = (collector: string, operations: Operations, rows: number, part: RegExp): void => {
  connectorSuite({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: () => fakeAws(operations), rows, part });
};
const collect = (collector: string, operations: Operations) => collectInMemory({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: fakeAws(operations) });
const at = 1_772_400_000;

const INSTANCES: Operations = {
  "ec2:DescribeInstances": ({ input, region }) => {
    const { items, next } = paged(["a", "b", "c"], 2, input.NextToken);
    return { nextToken: next, reservationSet: items.map((id) => ({ reservationId: `r-${id}`, instancesSet: [{ instanceId: `i-${region}-${id}`, instanceState: { code: 16, name: "running" }, instanceType: "t3.micro", imageId: "ami-1", launchTime: "2026-01-01T00:00:00.000Z", monitoring: { state: id === "a" ? "enabled" : "disabled" }, metadataOptions: { httpTokens: "optional", httpEndpoint: "enabled" }, tagSet: [{ key: "Name", value: `web ${id}` }, { key: "stage", value: "production" }] }] })) };
  },
};
suite("ec2_instances", INSTANCES, 9, /ec2\.us-east-1/);

test("an instance carries its tags, its state and how finely it is watched", async () => {
  expect((await collect("ec2_instances", INSTANCES)).rows.get("resource arn:aws:ec2:us-east-1:111111111111:instance/i-us-east-1-a")).toMatchObject({ name: "web a", tags: { stage: "production" }, createdAt: "2026-01-01T00:00:00.000Z", attributes: { state: "running", detailed_monitoring: true, metadata_tokens_required: false } });
});

const AGENTS: Operations = { "ssm:DescribeInstanceInformation": ({ input, region }) => { const { items, next } = paged(["Online", "ConnectionLost", "Inactive"], 2, input.NextToken); return { NextToken: next, InstanceInformationList: items.map((PingStatus) => ({ InstanceId: `i-${region}-${PingStatus}`, PingStatus, LastPingDateTime: at, AgentVersion: "3.3" })) }; } };
suite("ssm_agents", AGENTS, 18, /ssm\.us-east-1/);

test("an agent that lost its connection does not cover its instance", async () => {
  expect([...(await collect("ssm_agents", AGENTS)).rows.values()].flatMap((row) => (row.kind === "coverage" ? [[row.state, row.status]] : [])).slice(0, 3)).toEqual([["covered", "Online"], ["not_covered", "ConnectionLost"], ["not_covered", "Inactive"]]);
});

const ALARMS: Operations = {
  "cloudwatch:DescribeAlarms": ({ input, region }) => {
    const { items, next } = paged([1, 2, 3], 2, input.NextToken);
    return { NextToken: next, CompositeAlarms: next === undefined ? [{ AlarmName: "both", AlarmArn: `arn:aws:cloudwatch:${region}:1:alarm:both`, ActionsEnabled: true, AlarmActions: [], AlarmRule: "ALARM(a1) AND ALARM(a2)", StateValue: "OK" }] : [], MetricAlarms: items.map((index) => ({
      AlarmName: `a${index}`, AlarmArn: `arn:aws:cloudwatch:${region}:1:alarm:a${index}`, ActionsEnabled: index !== 2, AlarmActions: ["arn:aws:sns:x"], StateValue: "ALARM", StateUpdatedTimestamp: at, MetricName: "CPUUtilization", Namespace: "AWS/EC2", Statistic: "Average",
      Dimensions: [{ Name: "InstanceId", Value: "i-1" }], Period: 300, EvaluationPeriods: 3, Threshold: 80, ComparisonOperator: "GreaterThanThreshold" })) };
  },
};
suite("cloudwatch_alarms", ALARMS, 12, /monitoring\.us-east-1/);

test("an alarm says its criterion, what it watches and whom it tells; one that is off is not enabled", async () => {
  const { rows } = await collect("cloudwatch_alarms", ALARMS);
  expect(rows.get("monitor arn:aws:cloudwatch:eu-west-1:1:alarm:a2")).toMatchObject({ enabled: false, tells: ["arn:aws:sns:x"], watches: ["arn:aws:ec2:eu-west-1:111111111111:instance/i-1"], criterion: "Average of AWS/EC2 CPUUtilization GreaterThanThreshold 80, 3 of 3 periods of 300 s", attributes: { state: "ALARM", state_updated_at: new Date(at * 1000).toISOString() } });
});

const HISTORY: Operations = { "cloudwatch:DescribeAlarmHistory": ({ input }) => { const { items, next } = paged([1, 2, 3], 2, input.NextToken); return { NextToken: next, AlarmHistoryItems: items.map((index) => ({ AlarmName: "a1", Timestamp: at + index, HistoryItemType: "Action", HistorySummary: index === 3 ? "Failed to execute action arn:aws:sns:x" : "Successfully executed action arn:aws:sns:x", HistoryData: "{}" })) }; } };
suite("cloudwatch_history", HISTORY, 9, /monitoring\.us-east-1/);

test("an alarm’s action that failed is said to have failed", async () => {
  expect([...(await collect("cloudwatch_history", HISTORY)).rows.values()].filter((row) => row.kind === "activity" && row.succeeded === false)).toHaveLength(3);
});

const METRICS: Operations = {
  "cloudwatch:ListMetrics": ({ input }) => { const names = input.Namespace === "CWAgent" ? ["mem_used_percent"] : ["CPUUtilization", "NetworkIn", "Unrelated"]; return { Metrics: names.map((MetricName) => ({ Namespace: input.Namespace, MetricName, Dimensions: [{ Name: "InstanceId", Value: "i-1" }] })) }; },
  "cloudwatch:GetMetricData": ({ input }) => ({ MetricDataResults: (input.MetricDataQueries as { Id: string; MetricStat: { Metric: { MetricName: string } } }[]).map(({ Id, MetricStat: { Metric } }) => ({ Id, Label: "x", Timestamps: Metric.MetricName === "NetworkIn" ? [] : Metric.MetricName === "mem_used_percent" ? [at, at + 60] : [at, at + 300], Values: [1, 2], StatusCode: "Complete" })) }),
};
suite("cloudwatch_metrics", METRICS, 9, /monitoring\.us-east-1/);

test("a metric says how finely it reports, and one without values covers nothing", async () => {
  const { rows } = await collect("cloudwatch_metrics", METRICS);
  expect([...rows.values()].slice(0, 3).map((row) => (row.kind === "coverage" ? [row.by, row.state, row.status] : null))).toEqual([["cloudwatch:CPUUtilization", "covered", "every 300 s"], ["cloudwatch:NetworkIn", "not_covered", "no values"], ["cloudwatch:mem_used_percent", "covered", "every 60 s"]]);
});

const TOPICS: Operations = {
  "sns:ListTopics": ({ input, region }) => { const { items, next } = paged(["t1", "t2", "t3"], 2, input.NextToken); return { NextToken: next, Topics: items.map((name) => ({ TopicArn: `arn:aws:sns:${region}:111111111111:${name}` })) }; },
  "sns:ListSubscriptionsByTopic": ({ input }) => {
    const all = String(input.TopicArn).endsWith("t1") ? [{ SubscriptionArn: "PendingConfirmation", Protocol: "email", Endpoint: "security@example.org" }] : [{ SubscriptionArn: "arn:aws:sns:x:1:t:1", Protocol: "https", Endpoint: "https://hooks.example.org/services/very-secret-path" }, { SubscriptionArn: "arn:aws:sns:x:1:t:2", Protocol: "email", Endpoint: "soc@example.org" }];
    const { items, next } = paged(all, 1, input.NextToken);
    return { NextToken: next, Subscriptions: items };
  },
};
suite("sns_topics", TOPICS, 9, /sns\.us-east-1/);

test("a subscription that waits for its confirmation tells nobody; a webhook’s path is not kept", async () => {
  const run = await collect("sns_topics", TOPICS);
  expect(run.rows.get("resource arn:aws:sns:eu-west-1:111111111111:t1")).toMatchObject({ attributes: { confirmed: 0, pending: 1, tells: [] } });
  expect(run.rows.get("resource arn:aws:sns:eu-west-1:111111111111:t2")).toMatchObject({ attributes: { confirmed: 2, pending: 0, tells: ["https:https://hooks.example.org/hidden", "email:soc@example.org"] } });
  expect(JSON.stringify(run.pages)).not.toContain("very-secret-path");
});

const STACKS: Operations = {
  "cloudformation:DescribeStacks": ({ input, region }) => { const { items, next } = paged(["s1", "s2", "s3"], 2, input.NextToken); return { NextToken: next, Stacks: items.map((name) => ({ StackId: `arn:aws:cloudformation:${region}:1:stack/${name}/1`, StackName: name, StackStatus: "UPDATE_COMPLETE", CreationTime: "2026-01-01T00:00:00Z", Parameters: [{ ParameterKey: "DatabasePassword", ParameterValue: "stack-secret" }], Outputs: [{ OutputKey: "Key", OutputValue: "stack-secret" }], DriftInformation: { StackDriftStatus: "DRIFTED", LastCheckTimestamp: "2026-02-01T00:00:00Z" } })) }; },
  "cloudformation:GetTemplate": () => ({ TemplateBody: "Resources: {}" }),
  "cloudformation:DescribeStackEvents": ({ input }) => ({ StackEvents: [["2026-03-01T00:00:00Z", "UPDATE_COMPLETE"], ["2025-01-01T00:00:00Z", "CREATE_COMPLETE"]].map(([Timestamp, ResourceStatus]) => ({ StackId: input.StackName, EventId: `${String(input.StackName)}${String(Timestamp)}`, StackName: "s", Timestamp, ResourceStatus, ResourceType: "AWS::CloudFormation::Stack", ResourceProperties: "stack-secret" })) }),
};
suite("cloudformation_stacks", STACKS, 9, /cloudformation\.us-east-1/);
suite("cloudformation_events", STACKS, 9, /cloudformation\.us-east-1/);

test("a stack says its drift and the hash of its template; values that may be secret are not kept", async () => {
  const [stacks, events] = [await collect("cloudformation_stacks", STACKS), await collect("cloudformation_events", STACKS)];
  expect(stacks.rows.get("resource arn:aws:cloudformation:eu-west-1:1:stack/s1/1")).toMatchObject({ attributes: { drift: "DRIFTED", drift_checked_at: "2026-02-01T00:00:00.000Z", template_sha256: sha256("Resources: {}") } });
  expect(JSON.stringify([stacks.pages, events.pages])).not.toContain("stack-secret");
});
