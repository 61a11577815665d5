import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Row, type Severity, type Transformed } from "#lib/connector/index.ts";
import { decoded, listOf, objectOf, textOf, type JsonObject } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const OVERLAP_MS = 3_600_000;

/** A region has one detector, or none where GuardDuty was never turned on. */
async function detectorOf(here: Here): Promise<string | null> {
  const { DetectorIds: ids } = await here.ask("guardduty", "ListDetectors", { MaxResults: 50 });
  return textOf(listOf(ids)[0]);
}

const detectors: Part = {
  id: "detectors", where: "region",
  async *steps(here) {
    const id = await detectorOf(here);
    const detector = id === null ? null : await tryAsk(here, "guardduty", "GetDetector", { DetectorId: id });
    yield { answers: [answerOf(here, "guardduty:GetDetector", { DetectorId: id }, { id, detector }, id === null ? 0 : 1)], next: null };
  },
};

const findings: Part = {
  id: "findings", where: "region",
  async *steps(here, from) {
    const id = await detectorOf(here);
    const state = id === null ? "absent" : textOf((await here.ask("guardduty", "GetDetector", { DetectorId: id })).Status);
    if (id === null || state === "DISABLED") return here.gap("disabled", "guardduty:ListDetectors", `GuardDuty is off in ${here.region}: nothing is watched there.`);
    const criteria = here.since === null ? {} : { FindingCriteria: { Criterion: { updatedAt: { GreaterThanOrEqual: here.since - OVERLAP_MS } } } };
    let next = textOf(from);
    do {
      const list: JsonObject = await here.ask("guardduty", "ListFindings", { DetectorId: id, MaxResults: 50, SortCriteria: { AttributeName: "updatedAt", OrderBy: "ASC" }, ...criteria, ...(next === null ? {} : { NextToken: next }) });
      const ids = listOf(list.FindingIds).map(String);
      const body: Json = ids.length === 0 ? { Findings: [] } : await here.ask("guardduty", "GetFindings", { DetectorId: id, FindingIds: ids });
      next = textOf(list.NextToken);
      yield { answers: [answerOf(here, "guardduty:GetFindings", decoded(criteria), body, ids.length)], next };
    } while (next !== null);
  },
};

const detector = z.object({ Status: z.string(), FindingPublishingFrequency: z.string().optional(), UpdatedAt: z.string().optional(), Features: z.array(z.object({ Name: z.string().optional(), Status: z.string().optional() })).optional() });
const bundle = z.object({ id: z.string().nullable(), detector: tried(detector).nullable() });

function transformDetectors(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems([answer.body], bundle, "", ({ id, detector: found }) => {
    const known = found !== null && "answer" in found ? found.answer : null;
    return [resourceRow({
      type: "aws.guardduty.region", id: `${account}/${region}/guardduty`, name: `GuardDuty in ${region}`, account, region,
      attributes: { status: id === null ? "ABSENT" : (known?.Status ?? null), features: (known?.Features ?? []).filter(({ Status }) => Status === "ENABLED").map(({ Name }) => Name ?? "") },
    })];
  });
}

const finding = z.object({
  Arn: z.string(), Title: z.string().optional(), Type: z.string(), Severity: z.number(), CreatedAt: instant, UpdatedAt: instant,
  Service: z.object({ Archived: z.boolean().optional(), Count: z.number().optional(), EventFirstSeen: instant.optional(), EventLastSeen: instant.optional() }).optional(),
  Resource: z.object({ ResourceType: z.string().optional(), InstanceDetails: z.object({ InstanceId: z.string().optional() }).optional() }).optional(),
});

/** GuardDuty counts from 1 to 10; critical from 9, high from 7, medium from 4. */
const severity = (value: number): Severity => ({ degree: value >= 9 ? "critical" : value >= 7 ? "high" : value >= 4 ? "medium" : value > 0 ? "low" : "unknown", word: String(value) });

function transformFindings(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).Findings, finding, "/Findings", (item): Row[] => {
    const archived = item.Service?.Archived === true;
    return [{
      kind: "vendor_alert", externalId: item.Arn, scope: answer.scope, url: null, title: item.Title ?? item.Type, rule: item.Type, severity: severity(item.Severity), state: archived ? "suppressed" : "open", status: archived ? "archived" : "current",
      // Archiving has no time and no name at GuardDuty: CloudTrail has both.
      firstSeenAt: item.Service?.EventFirstSeen ?? item.CreatedAt, lastSeenAt: item.Service?.EventLastSeen ?? item.UpdatedAt, closedAt: null, resource: item.Resource?.InstanceDetails?.InstanceId ?? item.Resource?.ResourceType ?? null, closedBy: null, closedReason: null,
      attributes: { count: item.Service?.Count ?? null, created_at: item.CreatedAt, updated_at: item.UpdatedAt },
    }];
  });
}

export const guardDutyCollectors: readonly Collector[] = [
  { id: "guardduty_status", name: "GuardDuty", explains: "Whether threats are watched for, in each account and region.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [detectors]), transform: transformDetectors },
  { id: "guardduty_findings", name: "Findings of GuardDuty", explains: "Threats that were seen, archived ones included.", yields: ["vendor_alert"], everyHours: 6, fullEveryDays: 7, collect: (run) => walkPlaces(run, [findings]), transform: transformFindings },
];
