import { z } from "zod";
import { readItems, type Answer, type Collector, type Transformed } from "#lib/connector/index.ts";
import { objectOf } from "./decoded.ts";
import { pagesOf, walkPlaces, type Part } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const groups: Part = {
  id: "groups", where: "region",
  steps: (here, from) => pagesOf(here, { service: "logs", operation: "DescribeLogGroups", input: { limit: 50 }, token: { asked: "nextToken", answered: "nextToken", list: "logGroups" } }, from),
};

const group = z.object({ logGroupName: z.string(), arn: z.string().optional(), creationTime: z.number().optional(), retentionInDays: z.number().optional(), storedBytes: z.number().optional(), kmsKeyId: z.string().optional() });

function transformGroups(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems(objectOf(answer.body).logGroups, group, "/logGroups", (one) => [resourceRow({
    type: "aws.logs.group", id: (one.arn ?? `arn:aws:logs:${region}:${account}:log-group:${one.logGroupName}`).replace(/:\*$/, ""), name: one.logGroupName, account, region, createdAt: one.creationTime === undefined ? null : new Date(one.creationTime).toISOString(),
    // A group without a number of days never expires.
    attributes: { retention_days: one.retentionInDays ?? null, never_expires: one.retentionInDays === undefined, stored_bytes: one.storedBytes ?? null, kms_key: one.kmsKeyId ?? null },
  })]);
}

export const logCollectors: readonly Collector[] = [{
  id: "log_groups", name: "Log groups", explains: "How long the groups of CloudWatch Logs keep what they hold.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [groups]), transform: transformGroups,
}];
