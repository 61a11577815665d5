import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeAws, KEY, paged, SETTINGS, type Operations } from "./fake-aws.fixtures.ts";
import { aws } from "./index.ts";

// What instances come from: their images, and the scaling groups that start and end them.

const suite = (collector: string, operations: Operations, rows: number, part: RegExp): void => {
  connectorSuite({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: () => fakeAws(operations), rows, part });
};
const collect = (collector: string, operations: Operations, more: object = {}) => collectInMemory({ connector: aws, collector, settings: SETTINGS, credential: KEY, vendor: fakeAws(operations), ...more });

const imageOf = (id: string, owner: string) => ({ imageId: id, name: `base ${id}`, imageState: "available", imageOwnerId: owner, isPublic: owner !== "111111111111", creationDate: "2026-01-01T00:00:00.000Z", deprecationTime: "2028-01-01T00:00:00.000Z", imdsSupport: "v2.0", blockDeviceMapping: [{ deviceName: "/dev/sda1", ebs: { encrypted: owner === "111111111111" } }] });
const IMAGES: Operations = {
  "ec2:DescribeInstances": ({ input, region }) => {
    const { items, next } = paged(["ami-own-a", "ami-vendor", "ami-gone"], 2, input.NextToken);
    return { nextToken: next, reservationSet: items.map((imageId) => ({ reservationId: `r-${imageId}`, instancesSet: [{ instanceId: `i-${region}-${imageId}`, imageId, instanceState: { code: 16, name: "running" }, instanceType: "t3.micro" }] })) };
  },
  "ec2:DescribeImages": ({ input }) => {
    if (input["Filter.1.Name"] === "image-id") return { imagesSet: [imageOf("ami-own-a", "111111111111"), imageOf("ami-vendor", "999999999999")] };
    const { items, next } = paged(["ami-own-a", "ami-own-b", "ami-own-c"], 2, input.NextToken);
    return { nextToken: next, imagesSet: items.map((id) => imageOf(id, "111111111111")) };
  },
};
suite("ec2_images", IMAGES, 15, /ec2\.us-east-1/);

test("images are the account’s own and those that instances were made of; one that AWS shows no more says so, and nothing else", async () => {
  const { rows } = await collect("ec2_images", IMAGES);
  expect(rows.get("resource arn:aws:ec2:eu-west-1::image/ami-own-a")).toMatchObject({ createdAt: "2026-01-01T00:00:00.000Z", attributes: { own: true, public: false, encrypted: true, metadata_tokens_required: true, deprecated_from: "2028-01-01T00:00:00.000Z" } });
  expect(rows.get("resource arn:aws:ec2:eu-west-1::image/ami-vendor")).toMatchObject({ attributes: { own: false, public: true, encrypted: false, owner: "999999999999" } });
  expect(rows.get("resource arn:aws:ec2:eu-west-1::image/ami-gone")).toMatchObject({ name: "ami-gone", attributes: { image_id: "ami-gone", state: "not_shown" } });
});

const GROUPS: Operations = {
  "autoscaling:DescribeAutoScalingGroups": ({ input, region }) => {
    const { items, next } = paged(["web", "workers", "idle"], 2, input.NextToken);
    return { NextToken: next, AutoScalingGroups: items.map((name) => ({
      AutoScalingGroupName: name, AutoScalingGroupARN: `arn:aws:autoscaling:${region}:111111111111:autoScalingGroup:1:autoScalingGroupName/${name}`, MinSize: 0, MaxSize: 4, DesiredCapacity: 2, DefaultCooldown: 300, AvailabilityZones: [`${region}a`], HealthCheckType: "EC2", CreatedTime: "2026-01-01T00:00:00Z",
      LaunchTemplate: { LaunchTemplateId: "lt-1", LaunchTemplateName: "web", Version: "7" }, Tags: [{ ResourceId: name, ResourceType: "auto-scaling-group", Key: "stage", Value: "production", PropagateAtLaunch: true }],
      Instances: name === "idle" ? [] : [{ InstanceId: `i-${name}-1`, AvailabilityZone: `${region}a`, LifecycleState: "InService", HealthStatus: "Healthy", ProtectedFromScaleIn: false }, { InstanceId: `i-${name}-2`, AvailabilityZone: `${region}a`, LifecycleState: "Terminating", HealthStatus: "Unhealthy", ProtectedFromScaleIn: false }],
    })) };
  },
};
suite("scaling_groups", GROUPS, 9, /autoscaling\.us-east-1/);

test("a scaling group tells its bounds, its template and which instances are its own", async () => {
  const { rows } = await collect("scaling_groups", GROUPS);
  expect(rows.get("resource arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:1:autoScalingGroupName/web")).toMatchObject({
    type: "aws.autoscaling.group", name: "web", tags: { stage: "production" }, attributes: { least: 0, most: 4, wanted: 2, unhealthy: 1, launch_template: "web", launch_template_version: "7", instances: ["arn:aws:ec2:eu-west-1:111111111111:instance/i-web-1", "arn:aws:ec2:eu-west-1:111111111111:instance/i-web-2"], being_deleted: false },
  });
});

const asked: string[] = [];
const ACTIVITIES: Operations = {
  "autoscaling:DescribeScalingActivities": ({ input, region }) => {
    asked.push(`${region} ${String(input.NextToken ?? "")}`);
    const all = [["2026-03-02T08:00:00Z", "Terminating EC2 instance: i-0a1", "Successful"], ["2026-03-02T07:00:00Z", "Launching a new EC2 instance: i-0a1", "Successful"], ["2026-02-10T07:00:00Z", "Launching a new EC2 instance.  Status Reason: no capacity", "Failed"], ["2026-02-09T07:00:00Z", "Executing scheduled action", "InProgress"], ["2026-02-08T07:00:00Z", "Terminating EC2 instance: i-0a0", "Successful"], ["2026-02-08T06:00:00Z", "Launching a new EC2 instance: i-0a0", "Successful"]] as const;
    const { items, next } = paged(all, 2, input.NextToken);
    return { NextToken: next, Activities: items.map(([StartTime, Description, StatusCode]) => ({ ActivityId: `${region}-${StartTime}`, AutoScalingGroupName: "web", Description, Cause: "A user request.", StartTime, StatusCode, Progress: 100 })) };
  },
};
suite("scaling_activities", ACTIVITIES, 18, /autoscaling\.us-east-1/);

test("an instance that was started and ended between two looks is named by its group’s activities; what failed or goes on says so", async () => {
  const rows = [...(await collect("scaling_activities", ACTIVITIES)).rows.values()].filter((row) => row.kind === "activity" && row.scope === "111111111111/eu-west-1");
  expect(rows.map((row) => (row.kind === "activity" ? [row.action, row.target, row.succeeded] : []))).toEqual([
    ["scaling:terminate", "arn:aws:ec2:eu-west-1:111111111111:instance/i-0a1", true], ["scaling:launch", "arn:aws:ec2:eu-west-1:111111111111:instance/i-0a1", true], ["scaling:other", "web", false], ["scaling:other", "web", null],
    ["scaling:terminate", "arn:aws:ec2:eu-west-1:111111111111:instance/i-0a0", true], ["scaling:launch", "arn:aws:ec2:eu-west-1:111111111111:instance/i-0a0", true],
  ]);
});

test("the next run asks for no more pages of activities than hold something newer than a day before the last", async () => {
  const first = await collect("scaling_activities", ACTIVITIES);
  asked.length = 0;
  const next = await collect("scaling_activities", ACTIVITIES, { run: { listing: "incremental", cursor: first.end?.ended?.cursor ?? null } });
  expect([next.end?.completeness, asked]).toEqual(["complete", ["eu-west-1 ", "eu-west-1 2", "us-east-1 ", "us-east-1 2", "eu-central-1 ", "eu-central-1 2"]]);
});
