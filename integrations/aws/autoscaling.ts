import { z } from "zod";
import { readItems, type Answer, type Collector, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, tagsOf, textOf } from "./decoded.ts";
import { instanceArn } from "./instances.ts";
import { pagesOf, walkPlaces, type Part, type Step } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "NextToken", answered: "NextToken" };
const DAY_MS = 86_400_000;
/** What an activity says of itself changes until it is over. */
const OVERLAP_MS = DAY_MS;

const groups: Part = {
  id: "groups", where: "region",
  steps: (here, from) => pagesOf(here, { service: "autoscaling", operation: "DescribeAutoScalingGroups", input: { MaxRecords: 100 }, token: { ...token, list: "AutoScalingGroups" } }, from),
};

/** The newest first: behind the first page that is older than what is known, nothing new stands. */
const activities: Part = {
  id: "activities", where: "region",
  async *steps(here, from): AsyncGenerator<Step, void, void> {
    const since = here.since === null ? null : here.since - OVERLAP_MS;
    for await (const step of pagesOf(here, { service: "autoscaling", operation: "DescribeScalingActivities", input: { IncludeDeletedGroups: true, MaxRecords: 100 }, token: { ...token, list: "Activities" } }, from)) {
      const times = step.answers.flatMap(({ body }) => listOf(objectOf(body).Activities)).map((one) => Date.parse(textOf(objectOf(one).StartTime) ?? ""));
      const reached = since !== null && times.length > 0 && times.every((time) => time < since);
      yield reached ? { ...step, next: null } : step;
      if (reached) return;
    }
  },
};

const template = z.object({ LaunchTemplateId: z.string().optional(), LaunchTemplateName: z.string().optional(), Version: z.string().optional() });
const group = z.object({
  AutoScalingGroupName: z.string(), AutoScalingGroupARN: z.string(), MinSize: z.int(), MaxSize: z.int(), DesiredCapacity: z.int(), CreatedTime: instant.optional(), HealthCheckType: z.string().optional(), Status: z.string().optional(), AvailabilityZones: z.array(z.string()).optional(),
  LaunchConfigurationName: z.string().optional(), LaunchTemplate: template.optional(), MixedInstancesPolicy: z.object({ LaunchTemplate: z.object({ LaunchTemplateSpecification: template.optional() }).optional() }).optional(),
  Instances: z.array(z.object({ InstanceId: z.string(), LifecycleState: z.string().optional(), HealthStatus: z.string().optional() })).optional(), Tags: z.json().optional(),
});

function transformGroups(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems(objectOf(answer.body).AutoScalingGroups ?? [], group, "/AutoScalingGroups", (one) => {
    const from = one.LaunchTemplate ?? one.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
    const members = one.Instances ?? [];
    return [resourceRow({
      type: "aws.autoscaling.group", id: one.AutoScalingGroupARN, name: one.AutoScalingGroupName, account, region, tags: tagsOf(one.Tags), createdAt: one.CreatedTime ?? null,
      attributes: {
        least: one.MinSize, most: one.MaxSize, wanted: one.DesiredCapacity, instances: members.map(({ InstanceId }) => instanceArn(account, region, InstanceId)), unhealthy: members.filter(({ HealthStatus }) => HealthStatus !== "Healthy").length,
        zones: one.AvailabilityZones ?? [], health_check: one.HealthCheckType ?? null, being_deleted: one.Status !== undefined, launch_template: from?.LaunchTemplateName ?? from?.LaunchTemplateId ?? null, launch_template_version: from?.Version ?? null, launch_configuration: one.LaunchConfigurationName ?? null,
      },
    })];
  });
}

const activity = z.object({ ActivityId: z.string(), AutoScalingGroupName: z.string(), Description: z.string().optional(), Cause: z.string().optional(), StartTime: instant, EndTime: instant.optional(), StatusCode: z.string() });
const INSTANCE = /^(Launching|Terminating)\b.*?\b(i-[0-9a-z-]+)/;
/** Words of AWS for how an activity ended; the others are on their way. */
const ENDED: Readonly<Record<string, boolean>> = { Successful: true, Failed: false, Cancelled: false };

function transformActivities(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems(objectOf(answer.body).Activities ?? [], activity, "/Activities", (one) => {
    const [, what, instance] = INSTANCE.exec(one.Description ?? "") ?? [];
    return [{
      kind: "activity", externalId: one.ActivityId, scope: answer.scope, url: null, action: `scaling:${what === undefined ? "other" : what === "Launching" ? "launch" : "terminate"}`, at: one.StartTime, by: null,
      target: instance === undefined ? one.AutoScalingGroupName : instanceArn(account, region, instance), succeeded: ENDED[one.StatusCode] ?? null,
      attributes: { group: one.AutoScalingGroupName, status: one.StatusCode, ended_at: one.EndTime ?? null, says: (one.Description ?? "").slice(0, 1_000), because: (one.Cause ?? "").slice(0, 1_000) },
    }];
  });
}

export const scalingCollectors: readonly Collector[] = [
  {
    id: "scaling_groups", name: "Scaling groups", explains: "Groups that start and end instances by themselves: how many, of which template, and which there are.",
    yields: ["resource"], everyHours: 6, fullEveryDays: 0, collect: (run) => walkPlaces(run, [groups]), transform: transformGroups,
  },
  {
    id: "scaling_activities", name: "Activities of scaling groups", explains: "Each instance that a group started or ended, and why, for six weeks back: those too that lived between two looks at the instances.",
    yields: ["activity"], everyHours: 24, fullEveryDays: 28, forgets: true, collect: (run) => walkPlaces(run, [activities]), transform: transformActivities,
  },
];
