import { memberNames } from "#lib/access/index.ts";
import type { Scope } from "#lib/access/index.ts";
import { controlNames, requestOwnerNames } from "#lib/controls/index.ts";
import { eventText, FINDING_EVENT_WORDS, FINDING_SOURCE_WORDS, FINDING_STATUS_WORDS, type FindingStatus } from "#lib/findings/client.ts";
import { countFindingStates, countOfPeriod, findingsOfPeriod, type FindingPeriod, type PeriodFinding } from "#lib/findings/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { PACKET_LIMITS } from "./limits.ts";
import type { FindingPlace, PacketFinding, PopulationRecord } from "./packet-content.ts";
import { authorName } from "./packet.repository.ts";

export type CollectedFindings = { rows: PacketFinding[]; ipe: PopulationRecord; ids: string[] };
export type PacketFindingPeriod = FindingPeriod & { controlCode: string; timeZone: string };

const PLACES: Readonly<Record<FindingStatus, FindingPlace>> = {
  open: "open", in_remediation: "open", remediated: "open", risk_accepted: "accepted", closed: "closed", withdrawn: "withdrawn",
};

/**
 * The findings that stood against a control in a period, as of its end. Only those that are shared with auditors are told.
 * A packet of the organization's own says how many more there are; one that is made for an engagement is read with its
 * auditors' eyes, and counts those alone that they may see.
 *
 * @throws AppError precondition_failed when there are more than a packet can take
 */
export async function collectFindings(tx: TenantTransaction, scope: Scope, period: PacketFindingPeriod): Promise<CollectedFindings> {
  const { organizationId, engagement } = scope;
  const standing = await findingsOfPeriod(tx, organizationId, period, PACKET_LIMITS.findings + 1);
  if (standing.length > PACKET_LIMITS.findings) {
    throw new AppError("precondition_failed", "packet_too_many_findings", `The period has more than ${PACKET_LIMITS.findings} findings of this control. Choose a shorter one.`);
  }
  const shared = standing.filter((one) => one.standing.visibility === "shared_with_auditor");
  const rows = await rowsOf(tx, scope, shared);
  const told = engagement === null ? standing : shared;
  return { rows, ipe: await ipeOf(tx, scope, period, { told, shared }), ids: shared.map(({ id }) => id) };
}

async function rowsOf(tx: TenantTransaction, scope: Scope, findings: readonly PeriodFinding[]): Promise<PacketFinding[]> {
  const { organizationId } = scope;
  const controls = new Map((await controlNames(tx, scope, [...new Set(findings.flatMap((one) => one.controlIds))])).map(({ id, code }) => [id, code]));
  const people = await memberNames(tx, organizationId, [...new Set(findings.flatMap((one) => [one.raisedBy, ...one.history.map((event) => event.memberId)]))]);
  const owners = await requestOwnerNames(tx, organizationId, findings);
  return findings.map((one): PacketFinding => {
    const { atEnd, standing } = one;
    return {
      id: one.name, title: one.title, severity: atEnd.severity, description: one.description,
      source: FINDING_SOURCE_WORDS[one.source.kind], sourceName: one.source.name,
      raisedAt: one.raisedAt, raisedBy: authorName(one.raisedBy, people), owner: owners.get(one.id) ?? null,
      place: PLACES[atEnd.status], state: atEnd.word, late: atEnd.late, dueOn: atEnd.dueOn,
      acceptedUntil: atEnd.acceptedUntil, acceptedBy: one.acceptedBy === null ? null : authorName(one.acceptedBy, people),
      settledAt: atEnd.settledAt, stateSince: standing.status === atEnd.status ? null : FINDING_STATUS_WORDS[standing.status],
      controls: one.controlIds.flatMap((id) => controls.get(id) ?? []).sort(), otherControls: one.controlIds.some((id) => !controls.has(id)),
      requirements: one.requirements,
      timeline: one.history.map((event) => ({ at: event.at, who: authorName(event.memberId, people), what: toldOf({ ...event, text: eventText(event, scope.engagement !== null) }) })),
    };
  });
}

/** What an event says, with what it set. */
function toldOf({ kind, text, severity, dueOn, acceptedUntil }: PeriodFinding["history"][number]): string {
  const set = kind === "raised" ? [] : [...(severity === null ? [] : [severity]), ...(dueOn === null ? [] : [`due ${dueOn}`]), ...(acceptedUntil === null ? [] : [`until ${acceptedUntil}`])];
  const head = [FINDING_EVENT_WORDS[kind], ...set].join(", ");
  return text === "" || kind === "raised" ? head : `${head}: ${text}`;
}

type Told = { told: readonly PeriodFinding[]; shared: readonly PeriodFinding[] };

async function ipeOf(tx: TenantTransaction, { organizationId, engagement }: Scope, period: PacketFindingPeriod, { told, shared }: Told): Promise<PopulationRecord> {
  const { from, until, asOf, controlCode } = period;
  const counted = await countOfPeriod(tx, organizationId, period);
  const controlTotals: Record<string, number> = {};
  for (const one of shared) for (const key of [one.atEnd.severity, PLACES[one.atEnd.status]]) controlTotals[key] = (controlTotals[key] ?? 0) + 1;
  const internal = told.length - shared.length;
  return {
    sourceSystem: "Tickmark", environment: null, tenant: organizationId,
    query: `findings that touched ${controlCode}, raised before ${until.toISOString()} and not closed or withdrawn before ${from.toISOString()}, replayed from their events as of ${asOf.toISOString()}, ordered by number`,
    filters: engagement === null ? `control = ${controlCode}; findings that are kept internal are counted, not told` : `control = ${controlCode}; findings that the organization shares with auditors: that none is listed does not prove that there was none`,
    apiVersion: null,
    extractionStart: asOf, extractionEnd: asOf, clockSource: "clock of the server that Tickmark runs on", account: "Tickmark's own database role, limited to this organization by row-level security",
    pages: 1, rowsPerPage: PACKET_LIMITS.findings,
    announced: engagement === null ? counted.all : counted.shared, received: told.length,
    firstRecord: shared[0]?.name ?? null, lastRecord: shared.at(-1)?.name ?? null,
    sequenceGaps: null, exclusions: internal === 0 ? [] : [{ reason: "kept internal by the organization", count: internal }], controlTotals,
    secondCount: { method: "count of the findings' states, another table", count: await countFindingStates(tx, organizationId, told.map((one) => one.id)) },
    collectorVersion: SOFTWARE, rawSha256: null,
  };
}
