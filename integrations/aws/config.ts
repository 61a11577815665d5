import { z } from "zod";
import { readItems, type Answer, type Collector, type Transformed } from "#lib/connector/index.ts";
import { answerOf, tryAsk, walkPlaces, type Part } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const recorders: Part = {
  id: "recorders", where: "region",
  async *steps(here) {
    const body = {
      recorders: await tryAsk(here, "config", "DescribeConfigurationRecorders", {}),
      status: await tryAsk(here, "config", "DescribeConfigurationRecorderStatus", {}),
      channels: await tryAsk(here, "config", "DescribeDeliveryChannels", {}),
    };
    yield { answers: [answerOf(here, "config:DescribeConfigurationRecorders+DescribeConfigurationRecorderStatus+DescribeDeliveryChannels", {}, body, 1)], next: null };
  },
};

const bundle = z.object({
  recorders: tried(z.object({ ConfigurationRecorders: z.array(z.object({ name: z.string(), recordingGroup: z.object({ allSupported: z.boolean().optional(), includeGlobalResourceTypes: z.boolean().optional() }).optional() })).default([]) })),
  status: tried(z.object({ ConfigurationRecordersStatus: z.array(z.object({ name: z.string(), recording: z.boolean(), lastStatus: z.string().optional(), lastStopTime: z.string().optional() })).default([]) })),
  channels: tried(z.object({ DeliveryChannels: z.array(z.object({ name: z.string() })).default([]) })),
});

function transformRecorders(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems([answer.body], bundle, "", ({ recorders: found, status, channels }) => {
    const known = "answer" in found ? found.answer.ConfigurationRecorders : null;
    const states = "answer" in status ? status.answer.ConfigurationRecordersStatus : null;
    return [resourceRow({
      type: "aws.config.region", id: `${account}/${region}/config`, name: `Config in ${region}`, account, region,
      attributes: {
        recorders: known?.length ?? null, recording: states?.some(({ recording }) => recording) ?? null, everything: known?.some(({ recordingGroup }) => recordingGroup?.allSupported === true) ?? null,
        last_status: states?.[0]?.lastStatus ?? null, stopped_at: states?.[0]?.lastStopTime ?? null, channels: "answer" in channels ? channels.answer.DeliveryChannels.length : null,
      },
    })];
  });
}

export const configCollectors: readonly Collector[] = [{
  id: "config_recorders", name: "AWS Config", explains: "Whether changes of resources are recorded, and delivered.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [recorders]), transform: transformRecorders,
}];
