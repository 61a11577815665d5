import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Row, type Transformed } from "#lib/connector/index.ts";
import { objectOf } from "./decoded.ts";
import { instanceArn } from "./instances.ts";
import { pagesOf, walkPlaces, type Part } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "NextToken", answered: "NextToken" };
/** The one type of inventory that every agent writes: which machine it is, and when it was looked at. */
const TYPE = "AWS:InstanceInformation";

const agents: Part = {
  id: "agents", where: "region",
  steps: (here, from) => pagesOf(here, { service: "ssm", operation: "DescribeInstanceInformation", input: { MaxResults: 50 }, token: { ...token, list: "InstanceInformationList" } }, from),
};

const inventory: Part = {
  id: "inventory", where: "region",
  steps: (here, from) => pagesOf(here, { service: "ssm", operation: "GetInventory", input: { ResultAttributes: [{ TypeName: TYPE }], MaxResults: 50 }, token: { ...token, list: "Entities" } }, from),
};

const agent = z.object({
  InstanceId: z.string(), PingStatus: z.string(), LastPingDateTime: instant.optional(), AgentVersion: z.string().optional(), IsLatestVersion: z.boolean().optional(), PlatformType: z.string().optional(), PlatformName: z.string().optional(),
  PlatformVersion: z.string().optional(), ComputerName: z.string().optional(), RegistrationDate: instant.optional(), AssociationStatus: z.string().optional(),
});

function transformAgents(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems(objectOf(answer.body).InstanceInformationList, agent, "/InstanceInformationList", (one): Row[] => {
    const { InstanceId, PingStatus, LastPingDateTime, AgentVersion } = one;
    const arn = instanceArn(account, region, InstanceId);
    return [
      { kind: "coverage", externalId: `ssm/${arn}`, scope: answer.scope, url: null, via: "agent", by: "ssm", resource: arn, state: PingStatus === "Online" ? "covered" : "not_covered", status: PingStatus, reason: AgentVersion === undefined ? null : `Agent ${AgentVersion}`, lastSeenAt: LastPingDateTime ?? null },
      resourceRow({
        type: "aws.ssm.managed_instance", id: `ssm/${arn}`, name: one.ComputerName ?? InstanceId, account, region, createdAt: one.RegistrationDate ?? null,
        attributes: {
          instance: arn, instance_id: InstanceId, ping: PingStatus, last_ping_at: LastPingDateTime ?? null, agent_version: AgentVersion ?? null, agent_latest: one.IsLatestVersion ?? null,
          platform: one.PlatformType ?? null, platform_name: one.PlatformName ?? null, platform_version: one.PlatformVersion ?? null, associations: one.AssociationStatus ?? null,
        },
      }),
    ];
  });
}

const entity = z.object({ Id: z.string(), Data: z.record(z.string(), z.object({ CaptureTime: instant.optional(), Content: z.array(z.record(z.string(), z.string())) })).optional() });

function transformInventory(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems(objectOf(answer.body).Entities, entity, "/Entities", ({ Id, Data }): Row[] => {
    const found = Data?.[TYPE];
    const [content = {}] = found?.Content ?? [];
    const arn = instanceArn(account, region, Id);
    const said = (name: string): Json => content[name] ?? null;
    return [resourceRow({
      type: "aws.ssm.inventory", id: `inventory/${arn}`, name: content.ComputerName ?? Id, account, region,
      attributes: { instance: arn, instance_id: Id, captured_at: found?.CaptureTime ?? null, status: said("InstanceStatus"), agent_version: said("AgentVersion"), platform: said("PlatformType"), platform_name: said("PlatformName"), platform_version: said("PlatformVersion") },
    })];
  });
}

export const systemsManagerCollectors: readonly Collector[] = [
  {
    id: "ssm_agents", name: "SSM agents", explains: "Which machines an agent of Systems Manager reaches, in which version, and when it was last heard of.",
    yields: ["coverage", "resource"], everyHours: 6, fullEveryDays: 0, collect: (run) => walkPlaces(run, [agents]), transform: transformAgents,
  },
  {
    id: "ssm_inventory", name: "SSM inventory", explains: "Of which machines Systems Manager took inventory, and when.",
    yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [inventory]), transform: transformInventory,
  },
];
