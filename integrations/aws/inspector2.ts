import { z } from "zod";
import { readItems, severityOf, type Answer, type Collector, type Row, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, textOf } from "./decoded.ts";
import { instanceArn } from "./instances.ts";
import { answerOf, pagesOf, walkPlaces, type Here, type Part } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "nextToken", answered: "nextToken" };
/** Findings are updated while they are listed; what was updated an hour before the last run is asked for again. */
const OVERLAP_MS = 3_600_000;

const status: Part = {
  id: "status", where: "region",
  async *steps(here) {
    const body = await here.ask("inspector2", "BatchGetAccountStatus", { accountIds: [here.account.id] });
    yield { answers: [answerOf(here, "inspector2:BatchGetAccountStatus", { accountIds: [here.account.id] }, body, listOf(body.accounts).length)], next: null };
  },
};

/** A scanner that is off finds nothing: that is no clean list. */
function whenEnabled(part: Part): Part {
  return {
    ...part,
    async *steps(here, from) {
      const { accounts } = await here.ask("inspector2", "BatchGetAccountStatus", { accountIds: [here.account.id] });
      const state = textOf(objectOf(objectOf(listOf(accounts)[0]).state).status) ?? "unknown";
      if (state === "ENABLED" || state === "SUSPENDING" || state === "DISABLING") return yield* part.steps(here, from);
      here.gap(state === "DISABLED" || state === "SUSPENDED" || state === "ENABLING" ? "disabled" : "failed", "inspector2:BatchGetAccountStatus", `Inspector is ${state} in ${here.region}: nothing is scanned there.`);
    },
  };
}

const coverage = whenEnabled({
  id: "coverage", where: "region",
  steps: (here, from) => pagesOf(here, { service: "inspector2", operation: "ListCoverage", input: { maxResults: 200 }, token: { ...token, list: "coveredResources" } }, from),
});

const findings = whenEnabled({
  id: "findings", where: "region",
  steps: (here, from) => pagesOf(here, {
    service: "inspector2", operation: "ListFindings", token: { ...token, list: "findings" },
    input: { maxResults: 100, filterCriteria: { findingStatus: (["ACTIVE", "SUPPRESSED", "CLOSED"] as const).map((value) => ({ comparison: "EQUALS" as const, value })), ...updatedSince(here) } },
  }, from),
});

const updatedSince = ({ since }: Here): { updatedAt?: { startInclusive: Date }[] } => (since === null ? {} : { updatedAt: [{ startInclusive: new Date(since - OVERLAP_MS) }] });

const one = z.object({ status: z.string() });
const account = z.object({ accountId: z.string(), state: one, resourceState: z.object({ ec2: one, ecr: one, lambda: one.optional() }) });

function transformStatus(answer: Answer): Transformed {
  const { region } = placeOf(answer);
  return readItems(objectOf(answer.body).accounts, account, "/accounts", ({ accountId, state, resourceState: { ec2, ecr, lambda } }) => [resourceRow({
    type: "aws.inspector2.account", id: `${accountId}/${region}/inspector2`, name: `Inspector in ${region}`, account: accountId, region, attributes: { status: state.status, ec2: ec2.status, ecr: ecr.status, lambda: lambda?.status ?? null },
  })]);
}

const covered = z.object({ resourceType: z.string(), resourceId: z.string(), accountId: z.string(), scanType: z.string(), scanStatus: z.object({ statusCode: z.string(), reason: z.string() }).optional(), lastScannedAt: instant.optional() });
const resourceOf = (answer: Answer, id: string, account: string): string => (/^m?i-/.test(id) ? instanceArn(account, placeOf(answer).region, id) : id);

function transformCoverage(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).coveredResources, covered, "/coveredResources", ({ resourceId, accountId, scanType, scanStatus, lastScannedAt }) => {
    const resource = resourceOf(answer, resourceId, accountId);
    const state = scanStatus === undefined ? "unknown" : scanStatus.statusCode === "ACTIVE" ? "covered" : "not_covered";
    return [{ kind: "coverage", externalId: `inspector2/${scanType}/${resource}`, scope: answer.scope, url: null, via: "scanner", by: `inspector2:${scanType}`, resource, state, status: scanStatus?.statusCode ?? "unknown", reason: scanStatus?.reason ?? null, lastSeenAt: lastScannedAt ?? null }];
  });
}

const vulnerable = z.object({ name: z.string().optional(), version: z.string().optional(), fixedInVersion: z.string().optional() });
const finding = z.object({
  findingArn: z.string(), awsAccountId: z.string(), title: z.string().optional(), type: z.string(), severity: z.string(), status: z.enum(["ACTIVE", "SUPPRESSED", "CLOSED"]), firstObservedAt: instant, lastObservedAt: instant, updatedAt: instant.optional(),
  inspectorScore: z.number().optional(), fixAvailable: z.string().optional(), remediation: z.object({ recommendation: z.object({ text: z.string().optional() }).optional() }).optional(),
  resources: z.array(z.object({ id: z.string() })).min(1), packageVulnerabilityDetails: z.object({ vulnerabilityId: z.string(), relatedVulnerabilities: z.array(z.string()).optional(), vulnerablePackages: z.array(vulnerable).optional() }).optional(),
});
const STATES = { ACTIVE: "open", SUPPRESSED: "suppressed", CLOSED: "fixed" } as const;

function transformFindings(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).findings, finding, "/findings", (item): Row[] => {
    const { packageVulnerabilityDetails: details, status: state, fixAvailable: fix } = item;
    const fixed = details?.vulnerablePackages?.find(({ fixedInVersion }) => fixedInVersion !== undefined && fixedInVersion !== "NotAvailable") ?? details?.vulnerablePackages?.[0];
    const title = item.title ?? details?.vulnerabilityId ?? item.type;
    return [{
      kind: "vulnerability", externalId: item.findingArn, scope: answer.scope, url: null, identifiers: [details?.vulnerabilityId ?? title, ...(details?.relatedVulnerabilities ?? [])].slice(0, 100), title: title.slice(0, 2_000),
      severity: item.severity === "UNTRIAGED" ? { degree: "unknown", word: item.severity } : severityOf(item.severity), score: item.inspectorScore ?? null, state: STATES[state], status: state, resource: resourceOf(answer, item.resources[0]?.id ?? "", item.awsAccountId),
      component: fixed?.name ?? null, installedVersion: fixed?.version ?? null, fixedVersion: fixed?.fixedInVersion ?? null, fixAvailable: fix === undefined ? null : fix !== "NO", firstSeenAt: item.firstObservedAt, lastSeenAt: item.lastObservedAt,
      // Closed says that it is no longer seen: by a patch, or because the resource is gone.
      fixedAt: state === "CLOSED" ? (item.updatedAt ?? item.lastObservedAt) : null, dismissedBy: null, dismissedReason: null, recommendation: item.remediation?.recommendation?.text ?? null,
    }];
  });
}

export const inspectorCollectors: readonly Collector[] = [
  { id: "inspector2_status", name: "Inspector", explains: "Whether Inspector is on, in each account and region.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [status]), transform: transformStatus },
  { id: "inspector2_coverage", name: "What Inspector scans", explains: "Which resources are scanned, and why others are not.", yields: ["coverage"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [coverage]), transform: transformCoverage },
  { id: "inspector2_findings", name: "Findings of Inspector", explains: "Weaknesses that were found, open, suppressed and closed, with what to do.", yields: ["vulnerability"], everyHours: 24, fullEveryDays: 7, collect: (run) => walkPlaces(run, [findings]), transform: transformFindings },
];
