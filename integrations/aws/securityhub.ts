import { z } from "zod";
import { readItems, severityOf, type Answer, type Collector, type Row, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf } from "./decoded.ts";
import { answerOf, pagesOf, tryAsk, walkPlaces, type Part } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "NextToken", answered: "NextToken" };
const OVERLAP_MS = 3_600_000;

const hubs: Part = {
  id: "hubs", where: "region",
  async *steps(here) {
    // That it is off is what this asks: no gap, but a row that says so.
    const hub = await tryAsk(here, "securityhub", "DescribeHub", {}, { none: ["InvalidAccessException", "ResourceNotFoundException"] });
    const standards = "answer" in hub ? await tryAsk(here, "securityhub", "GetEnabledStandards", { MaxResults: 100 }) : null;
    yield { answers: [answerOf(here, "securityhub:DescribeHub+GetEnabledStandards", {}, { hub, standards }, "answer" in hub ? 1 : 0)], next: null };
  },
};

const findings: Part = {
  id: "findings", where: "region",
  steps(here, from) {
    const filters = here.since === null ? {} : { Filters: { UpdatedAt: [{ Start: new Date(here.since - OVERLAP_MS).toISOString(), End: here.run.window.until.toISOString() }] } };
    return pagesOf(here, { service: "securityhub", operation: "GetFindings", input: { ...filters, MaxResults: 100 }, token: { ...token, list: "Findings" } }, from);
  },
};

const bundle = z.object({ hub: tried(z.object({ HubArn: z.string(), SubscribedAt: z.string().optional() })), standards: tried(z.object({ StandardsSubscriptions: z.array(z.object({ StandardsArn: z.string(), StandardsStatus: z.string() })) })).nullable() });

function transformHubs(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems([answer.body], bundle, "", ({ hub, standards }) => {
    const off = "refused" in hub && ["InvalidAccessException", "ResourceNotFoundException"].includes(hub.refused);
    return [resourceRow({
      type: "aws.securityhub.region", id: `${account}/${region}/securityhub`, name: `Security Hub in ${region}`, account, region,
      attributes: { enabled: "answer" in hub ? true : off ? false : null, standards: standards !== null && "answer" in standards ? standards.answer.StandardsSubscriptions.filter(({ StandardsStatus }) => StandardsStatus === "READY").map(({ StandardsArn }) => StandardsArn) : null },
    })];
  });
}

const finding = z.object({
  Id: z.string(), Title: z.string(), GeneratorId: z.string(), ProductArn: z.string(), CreatedAt: instant, UpdatedAt: instant, FirstObservedAt: instant.optional(), LastObservedAt: instant.optional(), Severity: z.object({ Label: z.string().optional() }).optional(),
  Workflow: z.object({ Status: z.string().optional() }).optional(), RecordState: z.string().optional(), Compliance: z.object({ Status: z.string().optional() }).optional(), Resources: z.array(z.object({ Id: z.string() })),
});

function transformFindings(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).Findings, finding, "/Findings", (item): Row[] => {
    const [workflow, record] = [item.Workflow?.Status ?? "NEW", item.RecordState ?? "ACTIVE"];
    const closed = record === "ARCHIVED" || workflow === "RESOLVED";
    return [{
      // What carries the result of a control is a judgement of a configuration, and no threat that was seen.
      kind: "vendor_alert", ...(item.Compliance?.Status === undefined ? {} : { nature: "posture" as const }), externalId: item.Id, scope: answer.scope, url: null, title: item.Title, rule: item.GeneratorId, severity: severityOf(item.Severity?.Label), state: workflow === "SUPPRESSED" ? "suppressed" : closed ? "closed" : "open", status: `${workflow}, ${record}`,
      firstSeenAt: item.FirstObservedAt ?? item.CreatedAt, lastSeenAt: item.LastObservedAt ?? item.UpdatedAt, closedAt: null, resource: item.Resources[0]?.Id ?? null, closedBy: null, closedReason: null,
      attributes: { compliance: item.Compliance?.Status ?? null, product: item.ProductArn, updated_at: item.UpdatedAt, resources: listOf(item.Resources.map(({ Id }) => Id)) },
    }];
  });
}

export const securityHubCollectors: readonly Collector[] = [
  { id: "securityhub_status", name: "Security Hub", explains: "Whether Security Hub is on and which standards it holds accounts against.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [hubs]), transform: transformHubs },
  { id: "securityhub_findings", name: "Findings of Security Hub", explains: "What AWS’s tools and others found, with what became of it.", yields: ["vendor_alert"], everyHours: 24, fullEveryDays: 7, collect: (run) => walkPlaces(run, [findings]), transform: transformFindings },
];
