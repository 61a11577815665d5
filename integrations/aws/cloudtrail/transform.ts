import { z } from "zod";
import { readItems, type Answer, type Row, type Transformed } from "#lib/connector/index.ts";
import { objectOf } from "../decoded.ts";
import { placeOf, resourceRow, tried } from "../rows.ts";

const instant = z.iso.datetime({ offset: true });
const trail = z.object({
  Name: z.string(), TrailARN: z.string(), HomeRegion: z.string(), S3BucketName: z.string(), IsMultiRegionTrail: z.boolean(), IsOrganizationTrail: z.boolean().optional(), IncludeGlobalServiceEvents: z.boolean(),
  LogFileValidationEnabled: z.boolean(), KmsKeyId: z.string().optional(), CloudWatchLogsLogGroupArn: z.string().optional(),
});
const status = z.object({
  IsLogging: z.boolean(), LatestDeliveryTime: instant.optional(), LatestDeliveryError: z.string().optional(), LatestDigestDeliveryTime: instant.optional(), LatestDigestDeliveryError: z.string().optional(),
  LatestCloudWatchLogsDeliveryTime: instant.optional(), StartLoggingTime: instant.optional(), StopLoggingTime: instant.optional(),
});
const selector = z.object({ ReadWriteType: z.string().optional(), IncludeManagementEvents: z.boolean().optional(), DataResources: z.array(z.json()).optional() });
const advanced = z.object({ FieldSelectors: z.array(z.object({ Field: z.string(), Equals: z.array(z.string()).optional() })) });
const selectors = z.object({ EventSelectors: z.array(selector).optional(), AdvancedEventSelectors: z.array(advanced).optional() });
const bundle = z.object({ trail, status: tried(status), selectors: tried(selectors) });

export function transformTrails(answer: Answer): Transformed {
  if (answer.operation === "cloudtrail:DescribeTrails") {
    const body = objectOf(answer.body);
    const { rows, unreadable } = readItems(body.trailList, trail, "/trailList", () => []);
    const { account, region } = placeOf(answer);
    const readable = unreadable.length === 0;
    const logged = z.array(trail).safeParse(body.trailList).data ?? [];
    return { unreadable, rows: [...rows, ...(readable ? [resourceRow({ type: "aws.cloudtrail.region", id: `${account}/${region}/cloudtrail`, name: `CloudTrail in ${region}`, account, region, attributes: { trails: logged.map(({ TrailARN }) => TrailARN) } })] : [])] };
  }
  return readItems([answer.body], bundle, "", (item): Row[] => [trailRow(item, placeOf(answer).account)]);
}

function trailRow({ trail: one, status: state, selectors: chosen }: z.output<typeof bundle>, account: string): Row {
  const known = "answer" in state ? state.answer : null;
  return resourceRow({
    type: "aws.cloudtrail.trail", id: one.TrailARN, name: one.Name, account, region: one.HomeRegion,
    attributes: {
      home_region: one.HomeRegion, multi_region: one.IsMultiRegionTrail, organization: one.IsOrganizationTrail ?? false, global_services: one.IncludeGlobalServiceEvents, validated: one.LogFileValidationEnabled,
      kms_key: one.KmsKeyId ?? null, log_group: one.CloudWatchLogsLogGroupArn ?? null, bucket: one.S3BucketName,
      logging: known?.IsLogging ?? null, delivered_at: known?.LatestDeliveryTime ?? null, delivery_error: known?.LatestDeliveryError || null, digest_delivered_at: known?.LatestDigestDeliveryTime ?? null,
      digest_error: known?.LatestDigestDeliveryError || null, started_at: known?.StartLoggingTime ?? null, stopped_at: known?.StopLoggingTime ?? null,
      management_events: "answer" in chosen ? managementEvents(chosen.answer) : null, data_events: "answer" in chosen ? dataEvents(chosen.answer) : null,
      unknown: [...("refused" in state ? ["status"] : []), ...("refused" in chosen ? ["selectors"] : [])],
    },
  });
}

/** Which management events are recorded: all, read, write or none. */
function managementEvents({ EventSelectors: basic = [], AdvancedEventSelectors: fine = [] }: z.output<typeof selectors>): string {
  const kinds = new Set([
    ...basic.filter(({ IncludeManagementEvents: included }) => included !== false).map(({ ReadWriteType: type }) => type ?? "All"),
    ...fine.filter(({ FieldSelectors: fields }) => fields.some(({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Management") === true)).map(({ FieldSelectors: fields }) => {
      const only = fields.find(({ Field }) => Field === "readOnly")?.Equals?.[0];
      // Other fields narrow further, such as events of one source left out.
      if (fields.some(({ Field }) => Field !== "eventCategory" && Field !== "readOnly")) return "Some";
      return only === "true" ? "ReadOnly" : only === "false" ? "WriteOnly" : "All";
    }),
  ]);
  if (kinds.has("All") || (kinds.has("ReadOnly") && kinds.has("WriteOnly"))) return "all";
  return kinds.has("WriteOnly") ? "write" : kinds.has("ReadOnly") ? "read" : kinds.has("Some") ? "some" : "none";
}

function dataEvents({ EventSelectors: basic = [], AdvancedEventSelectors: fine = [] }: z.output<typeof selectors>): boolean {
  return basic.some(({ DataResources: resources = [] }) => resources.length > 0) || fine.some(({ FieldSelectors: fields }) => fields.some(({ Field, Equals }) => Field === "eventCategory" && Equals?.includes("Data") === true));
}

const event = z.object({
  EventId: z.string(), EventName: z.string(), EventTime: instant, Username: z.string().optional(),
  CloudTrailEvent: z.object({
    userIdentity: z.object({ arn: z.string().optional(), type: z.string().optional() }).optional(), sourceIPAddress: z.string().optional(), errorCode: z.string().optional(),
    requestParameters: z.object({ name: z.string().optional(), trailName: z.string().optional() }).nullish(),
  }),
});

export function transformEvents(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).Events, event, "/Events", ({ EventId, EventName, EventTime, Username, CloudTrailEvent: { userIdentity, sourceIPAddress, errorCode, requestParameters } }) => [{
    kind: "activity", externalId: EventId, scope: answer.scope, url: null, action: EventName, at: EventTime,
    by: userIdentity?.arn === undefined && Username === undefined ? null : { id: userIdentity?.arn ?? Username ?? "", name: Username ?? null },
    target: requestParameters?.name ?? requestParameters?.trailName ?? null, succeeded: errorCode === undefined,
    attributes: { source_address: sourceIPAddress ?? null, identity_type: userIdentity?.type ?? null, error: errorCode ?? null },
  }]);
}
