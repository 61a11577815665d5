import { z } from "zod";
import { joinTransformed, readItems, type Answer, type Collector, type Row, type Transformed } from "#lib/connector/index.ts";
import { objectOf, tagsOf } from "./decoded.ts";
import { pagesOf, walkPlaces, type Part } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "NextToken", answered: "NextToken" };

const instances: Part = {
  id: "instances", where: "region",
  steps: (here, from) => pagesOf(here, { service: "ec2", operation: "DescribeInstances", input: { MaxResults: 500 }, token: { ...token, list: "Reservations" } }, from),
};

/** By which instances are named wherever they occur: in inventory, metrics, alarms, agents and scanners. */
export const instanceArn = (account: string, region: string, id: string): string => (id.startsWith("mi-") ? `arn:aws:ssm:${region}:${account}:managed-instance/${id}` : `arn:aws:ec2:${region}:${account}:instance/${id}`);

const instance = z.object({
  InstanceId: z.string(), State: z.object({ Name: z.string() }), InstanceType: z.string(), ImageId: z.string().optional(), Monitoring: z.object({ State: z.string() }).optional(), LaunchTime: instant.optional(),
  PrivateIpAddress: z.string().optional(), PublicIpAddress: z.string().optional(), VpcId: z.string().optional(), IamInstanceProfile: z.object({ Arn: z.string() }).optional(),
  MetadataOptions: z.object({ HttpTokens: z.string().optional(), HttpEndpoint: z.string().optional() }).optional(), PlatformDetails: z.string().optional(), Tags: z.json().optional(),
});
const reservation = z.object({ Instances: z.array(z.json()).optional() });

function transformInstances(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  const outer = readItems(objectOf(answer.body).Reservations ?? [], reservation, "/Reservations", () => []);
  const lists = z.array(reservation).safeParse(objectOf(answer.body).Reservations ?? []).data ?? [];
  return joinTransformed([outer, ...lists.map(({ Instances: list }, index) => readItems(list ?? [], instance, `/Reservations/${index}/Instances`, (one): Row[] => [instanceRow(one, account, region)]))]);
}

function instanceRow(one: z.output<typeof instance>, account: string, region: string): Row {
  const tags = tagsOf(one.Tags);
  return resourceRow({
    type: "aws.ec2.instance", id: instanceArn(account, region, one.InstanceId), name: tags.Name || one.InstanceId, account, region, tags, createdAt: one.LaunchTime ?? null,
    attributes: {
      instance_id: one.InstanceId, state: one.State.Name, type: one.InstanceType, image: one.ImageId ?? null, platform: one.PlatformDetails ?? null, detailed_monitoring: one.Monitoring === undefined ? null : one.Monitoring.State === "enabled",
      private_address: one.PrivateIpAddress ?? null, public_address: one.PublicIpAddress ?? null, vpc: one.VpcId ?? null, profile: one.IamInstanceProfile?.Arn ?? null,
      metadata_tokens_required: one.MetadataOptions?.HttpTokens === undefined ? null : one.MetadataOptions.HttpTokens === "required" || one.MetadataOptions.HttpEndpoint === "disabled",
      scaling_group: tags["aws:autoscaling:groupName"] ?? null,
    },
  });
}

export const instanceCollectors: readonly Collector[] = [
  {
    id: "ec2_instances", name: "EC2 instances", explains: "Which instances there are: the population that monitoring, scanners and log sources are held against.",
    yields: ["resource"], everyHours: 6, fullEveryDays: 0, collect: (run) => walkPlaces(run, [instances]), transform: transformInstances,
  },
];
