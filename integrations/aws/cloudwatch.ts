import { z } from "zod";
import { joinTransformed, readItems, type Answer, type Collector, type Json, type Row, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, sha256, textOf, type JsonObject } from "./decoded.ts";
import { instanceArn } from "./instances.ts";
import { answerOf, pagesOf, walkPlaces, type Here, type Part } from "./places.ts";
import { placeOf } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "NextToken", answered: "NextToken" };
const HOUR_MS = 3_600_000;

const alarms: Part = {
  id: "alarms", where: "region",
  steps: (here, from) => pagesOf(here, { service: "cloudwatch", operation: "DescribeAlarms", input: { MaxRecords: 100, AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }, token: { ...token, list: "MetricAlarms" } }, from),
};

/** CloudWatch keeps the history of alarms for about thirty days. */
const HISTORY_DAYS = 30;

const history: Part = {
  id: "history", where: "region",
  steps(here, from) {
    const until = here.run.window.until;
    const oldest = until.getTime() - HISTORY_DAYS * 24 * HOUR_MS;
    const since = new Date(Math.max(oldest, here.since === null ? oldest : here.since - HOUR_MS));
    return pagesOf(here, { service: "cloudwatch", operation: "DescribeAlarmHistory", input: { StartDate: since, EndDate: until, MaxRecords: 100, ScanBy: "TimestampAscending" }, token: { ...token, list: "AlarmHistoryItems" } }, from);
  },
};

/** What tells of processor, disk, network and memory: of EC2 itself, and of the agent. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  "AWS/EC2": ["CPUUtilization", "DiskReadBytes", "DiskWriteBytes", "EBSReadBytes", "EBSWriteBytes", "NetworkIn", "NetworkOut", "StatusCheckFailed"],
  CWAgent: ["mem_used_percent", "disk_used_percent", "swap_used_percent", "Memory % Committed Bytes In Use", "LogicalDisk % Free Space"],
};
/** GetMetricData answers so many questions at once. */
const QUERIES = 500;

const metrics: Part[] = Object.entries(METRICS).map(([namespace, names]) => ({
  id: `metrics-${namespace}`, where: "region",
  async *steps(here, from) {
    let next = textOf(from);
    do {
      const body: JsonObject = await here.ask("cloudwatch", "ListMetrics", { Namespace: namespace, ...(next === null ? {} : { NextToken: next }) });
      next = textOf(body.NextToken);
      const wanted = listOf(body.Metrics).map(objectOf).filter(({ MetricName, Dimensions }) => names.includes(String(MetricName)) && listOf(Dimensions).some((one) => objectOf(one).Name === "InstanceId"));
      const series: Json[] = [];
      for (let index = 0; index < wanted.length; index += QUERIES) series.push(...(await seriesOf(here, wanted.slice(index, index + QUERIES))));
      yield { answers: [answerOf(here, "cloudwatch:ListMetrics+GetMetricData", { Namespace: namespace, from: since(here).toISOString(), until: here.run.window.until.toISOString() }, { series, until: here.run.window.until.toISOString() }, series.length)], next };
    } while (next !== null);
  },
}));

/** Two hours hold 24 values of five minutes, and 120 of one. */
const since = (here: Here): Date => new Date(here.run.window.until.getTime() - 2 * HOUR_MS);

async function seriesOf(here: Here, wanted: readonly Json[]): Promise<Json[]> {
  const times = new Map<string, string[]>(wanted.map((_, index) => [`m${index}`, []]));
  const queries = wanted.map((metric, index) => {
    const { Namespace, MetricName, Dimensions } = objectOf(metric);
    const dimensions = listOf(Dimensions).map(objectOf).map(({ Name, Value }) => ({ Name: String(Name), Value: String(Value) }));
    return { Id: `m${index}`, MetricStat: { Metric: { Namespace: String(Namespace), MetricName: String(MetricName), Dimensions: dimensions }, Period: 60, Stat: "Average" } };
  });
  let next: string | null = null;
  do {
    const body: JsonObject = await here.ask("cloudwatch", "GetMetricData", { MetricDataQueries: queries, StartTime: since(here), EndTime: here.run.window.until, ScanBy: "TimestampAscending", ...(next === null ? {} : { NextToken: next }) });
    for (const result of listOf(body.MetricDataResults).map(objectOf)) times.get(String(result.Id))?.push(...listOf(result.Timestamps).map(String));
    next = textOf(body.NextToken);
  } while (next !== null);
  return wanted.map((metric, index) => ({ metric, timestamps: times.get(`m${index}`) ?? [] }));
}

const dimension = z.object({ Name: z.string(), Value: z.string() });
const common = { AlarmName: z.string(), AlarmArn: z.string(), ActionsEnabled: z.boolean(), AlarmActions: z.array(z.string()).default([]), StateValue: z.string(), StateUpdatedTimestamp: instant.optional(), AlarmConfigurationUpdatedTimestamp: instant.optional() };
const metricAlarm = z.object({
  ...common, MetricName: z.string().optional(), Namespace: z.string().optional(), Statistic: z.string().optional(), ExtendedStatistic: z.string().optional(), Dimensions: z.array(dimension).default([]), Period: z.number().optional(),
  EvaluationPeriods: z.number().optional(), DatapointsToAlarm: z.number().optional(), Threshold: z.number().optional(), ComparisonOperator: z.string(), TreatMissingData: z.string().optional(), Metrics: z.array(z.json()).optional(),
});
const compositeAlarm = z.object({ ...common, AlarmRule: z.string() });

function transformAlarms(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  const body = objectOf(answer.body);
  const rowOf = (one: z.output<z.ZodObject<typeof common>>, more: { criterion: string; watches: string[]; attributes: Record<string, Json> }): Row => ({
    kind: "monitor", externalId: one.AlarmArn, scope: answer.scope, url: null, name: one.AlarmName, enabled: one.ActionsEnabled, criterion: more.criterion, severity: null, watches: more.watches, tells: one.AlarmActions,
    updatedAt: one.AlarmConfigurationUpdatedTimestamp ?? null, attributes: { state: one.StateValue, state_updated_at: one.StateUpdatedTimestamp ?? null, ...more.attributes },
  });
  return joinTransformed([
    readItems(body.MetricAlarms ?? [], metricAlarm, "/MetricAlarms", (one) => [rowOf(one, {
      criterion: `${one.Statistic ?? one.ExtendedStatistic ?? "expression"} of ${one.Namespace ?? ""} ${one.MetricName ?? "metrics"} ${one.ComparisonOperator} ${one.Threshold ?? "band"}, ${one.DatapointsToAlarm ?? one.EvaluationPeriods ?? "?"} of ${one.EvaluationPeriods ?? "?"} periods of ${one.Period ?? "?"} s`,
      watches: one.Dimensions.filter(({ Name }) => Name === "InstanceId").map(({ Value }) => instanceArn(account, region, Value)),
      attributes: { namespace: one.Namespace ?? null, metric: one.MetricName ?? null, period_seconds: one.Period ?? null, threshold: one.Threshold ?? null, missing_data: one.TreatMissingData ?? null },
    })]),
    readItems(body.CompositeAlarms ?? [], compositeAlarm, "/CompositeAlarms", (one) => [rowOf(one, { criterion: one.AlarmRule, watches: [], attributes: { composite: true } })]),
  ]);
}

const historyItem = z.object({ AlarmName: z.string(), Timestamp: instant, HistoryItemType: z.string(), HistorySummary: z.string().optional() });

function transformHistory(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).AlarmHistoryItems ?? [], historyItem, "/AlarmHistoryItems", ({ AlarmName, Timestamp, HistoryItemType, HistorySummary = "" }) => [{
    kind: "activity", externalId: `${answer.scope ?? ""}/${AlarmName}/${Timestamp}/${HistoryItemType}/${sha256(HistorySummary).slice(0, 16)}`, scope: answer.scope, url: null, action: `alarm:${HistoryItemType}`, at: Timestamp,
    by: null, target: AlarmName, succeeded: /^failed/i.test(HistorySummary) ? false : null, attributes: { summary: HistorySummary.slice(0, 1_000) },
  }]);
}

const oneSeries = z.object({ metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.array(dimension) }), timestamps: z.array(instant) });

function transformMetrics(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems(objectOf(answer.body).series, oneSeries, "/series", ({ metric: { Namespace, MetricName, Dimensions }, timestamps }) => {
    const arn = instanceArn(account, region, Dimensions.find(({ Name }) => Name === "InstanceId")?.Value ?? "");
    const seconds = granularityOf(timestamps);
    return [{
      kind: "coverage", externalId: `cloudwatch/${arn}/${Namespace}/${MetricName}/${sha256(Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort().join("\n")).slice(0, 16)}`, scope: answer.scope, url: null, via: "monitoring", by: `cloudwatch:${MetricName}`, resource: arn,
      state: timestamps.length > 0 ? "covered" : "not_covered", status: seconds === null ? (timestamps.length === 0 ? "no values" : "one value") : `every ${seconds} s`, reason: timestamps.length > 0 ? null : "No value in the two hours that were asked for.", lastSeenAt: [...timestamps].sort().at(-1) ?? null,
    }];
  });
}

/** The shortest time between two values, in seconds; null when there are no two. */
function granularityOf(timestamps: readonly string[]): number | null {
  const times = timestamps.map((time) => Date.parse(time)).sort((a, b) => a - b);
  const steps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000).filter((step) => step > 0);
  return steps.length === 0 ? null : Math.min(...steps);
}

export const cloudWatchCollectors: readonly Collector[] = [
  { id: "cloudwatch_alarms", name: "CloudWatch alarms", explains: "What is watched, by which criterion, and whom an alarm tells.", yields: ["monitor"], everyHours: 6, fullEveryDays: 0, collect: (run) => walkPlaces(run, [alarms]), transform: transformAlarms },
  { id: "cloudwatch_history", name: "History of alarms", explains: "When alarms changed their state, were reconfigured and told somebody, for thirty days back.", yields: ["activity"], everyHours: 24, fullEveryDays: 28, collect: (run) => walkPlaces(run, [history]), transform: transformHistory },
  { id: "cloudwatch_metrics", name: "Metrics of instances", explains: "Which instances report processor, disk, network and memory, how finely, and when last.", yields: ["coverage"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, metrics), transform: transformMetrics },
];
