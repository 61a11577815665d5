import type { Scope } from "#lib/access/index.ts";
import { allControls, requestsOf, type EvidenceRequestRow } from "#lib/controls/index.ts";
import { requestStatus, type RequestStatus } from "#lib/evidence/client.ts";
import { clockSteps, failingPlaces, PLACE_NAMES, standingFault } from "#lib/ledger/index.ts";
import { CONNECTION_LIMITS, failingCollectors } from "#lib/connections/index.ts";
import { missedOccurrences } from "#lib/occurrences/index.ts";
import { ownersInForce, type ControlOwner } from "#lib/ownership/index.ts";
import type { OwnerRef } from "#lib/people/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { ruleGaps } from "#lib/rules/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { STATUSES } from "#lib/status/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { damageCauses } from "./damaged-files.ts";
import { failedReadings, silentSources } from "./log-gaps.repository.ts";
import type { FindingSource } from "./words.ts";

/** Something that Tickmark computed as missed or failed: one fact, and the finding that it belongs to. */
export type DueCause = {
  /** Names the fact, so that it is counted once. */
  cause: string;
  text: string;
  /** One finding per subject: a further fact is added to it, or opens it again. */
  sourceKind: FindingSource;
  sourceId: string;
  sourceName: string;
  title: string;
  severity: Severity;
  controlIds: string[];
  owner: OwnerRef | null;
};

/** Daily work sees each window the day after its grace; this is for what stood still that long. */
const MISSED_LOOK_BACK_DAYS = 92;
const DAY_MS = 86_400_000;

/**
 * How bad what Tickmark sees by itself is, until a person judges it: a ledger that disagrees with its records says that
 * somebody changed one past Tickmark, or that the disk did; a source that is silent hides whatever happens there;
 * the others are gaps of proof, whose controls may have operated all the same.
 */
const SEVERITY_OF = { ledger: "critical", ledger_place: "medium", clock: "high", log_source: "high", log_reading: "medium", detection_rule: "medium", connection: "medium", missed_occurrence: "medium", evidence_request: "medium" } as const satisfies Partial<Record<FindingSource | "ledger_place" | "clock", Severity>>;

/** Every fact of an organization that is a finding now, whether or not it has been counted. */
export async function dueCauses(tx: TenantTransaction, scope: Scope, now: Date): Promise<DueCause[]> {
  const controls = await allControls(tx, scope);
  const owners = await ownersInForce(tx, scope.organizationId);
  const requests = await requestsOf(tx, scope.organizationId, controls.map(({ id }) => id), now);
  const codes = new Map(controls.map(({ id, code }) => [id, code]));
  return [
    ...(await ofMissedOccurrences(tx, scope, now, owners)),
    ...(await ofRequests(tx, requests, codes, now, owners)),
    ...(await ofLogs(tx, scope, requests, now)),
    ...(await ofRules(tx, scope, controls, owners)),
    ...(await ofConnections(tx, scope)),
    ...(await ofLedger(tx, scope)),
    ...(await ofPlaces(tx, scope, now)),
    ...(await ofClock(tx, scope)),
    ...(await damageCauses(tx, scope.organizationId, (controlId) => owners.get(controlId))),
  ];
}

async function ofMissedOccurrences(tx: TenantTransaction, scope: Scope, now: Date, owners: ReadonlyMap<string, ControlOwner>): Promise<DueCause[]> {
  return (await missedOccurrences(tx, scope, now, MISSED_LOOK_BACK_DAYS)).map(({ controlId, code, firstDay, lastDay, frequency }) => ({
    cause: `missed:${controlId}:${firstDay}`,
    text: `${code}, ${frequency}: nobody performed it for ${firstDay} to ${lastDay} before the days of grace were over.`,
    sourceKind: "missed_occurrence", sourceId: controlId, sourceName: code,
    title: `${code} was not performed in time`, severity: SEVERITY_OF.missed_occurrence, controlIds: [controlId], owner: refOf(owners.get(controlId)),
  }));
}

async function ofRequests(tx: TenantTransaction, requests: readonly EvidenceRequestRow[], codes: ReadonlyMap<string, string>, now: Date, owners: ReadonlyMap<string, ControlOwner>): Promise<DueCause[]> {
  const dueSoonDays = await settingAt(tx, "due_soon_days");
  const graceMs = (await settingAt(tx, "overdue_evidence_finding_days")) * DAY_MS;
  return requests.flatMap((request): DueCause[] => {
    const fact = overdueFact(request, requestStatus(request.facts, dueSoonDays, now));
    if (fact === null || now.getTime() - fact.since.getTime() < graceMs) return [];
    const code = codes.get(request.controlId) ?? "";
    return [{
      cause: `evidence:${request.id}:${fact.name}:${fact.since.toISOString()}`,
      text: `${code}, “${request.title}”: ${fact.text}`,
      sourceKind: "evidence_request", sourceId: request.id, sourceName: `${code} ${request.title}`,
      title: `${code} is not proven: ${request.title}`, severity: SEVERITY_OF.evidence_request, controlIds: [request.controlId],
      owner: ownerOfRequest(request) ?? refOf(owners.get(request.controlId)),
    }];
  });
}

/** Since when, and by what, a request is not proven; null while it is, or where nothing was ever collected: that is work, not yet a gap. */
function overdueFact({ facts }: EvidenceRequestRow, { status }: RequestStatus): { name: string; since: Date; text: string } | null {
  if (status === "stale" && facts.freshUntil !== null) return { name: "stale", since: facts.freshUntil, text: "its newest proof is out of date, and nothing newer was accepted." };
  const gap = facts.gaps.find((one) => one.cause === status);
  return gap === undefined ? null : { name: gap.cause, since: gap.since, text: `${STATUSES[gap.cause].word.toLowerCase()}. ${gap.what}` };
}

async function ofLogs(tx: TenantTransaction, scope: Scope, requests: readonly EvidenceRequestRow[], now: Date): Promise<DueCause[]> {
  const silentDays = await settingAt(tx, "silent_source_days");
  // Logs serve no control by name: those rest on them whose requests take log segments as proof.
  const controlIds = [...new Set(requests.filter((one) => one.sourceKinds.includes("log_segment")).map((one) => one.controlId))].sort();
  const silent = await silentSources(tx, scope.organizationId, new Date(now.getTime() - silentDays * DAY_MS));
  const unread = await failedReadings(tx, scope.organizationId);
  return [
    ...silent.map(({ id, name, lastReceivedAt }): DueCause => ({
      cause: `silent:${id}:${lastReceivedAt.toISOString()}`,
      text: `Nothing was received from ${name} since ${lastReceivedAt.toISOString().slice(0, 10)}, for more than ${silentDays} days.`,
      sourceKind: "log_source", sourceId: id, sourceName: name, title: `The log source ${name} is silent`, severity: SEVERITY_OF.log_source, controlIds, owner: null,
    })),
    ...unread.map(({ segmentId, sourceId, sourceName, fileName, error, failedAt }): DueCause => ({
      cause: `unread:${segmentId}:${failedAt.toISOString()}`,
      text: `${fileName} of ${sourceName} could not be read to its end, so no rule has judged what stands there. ${error}`,
      sourceKind: "log_reading", sourceId, sourceName, title: `Logs of ${sourceName} could not be read`, severity: SEVERITY_OF.log_reading, controlIds, owner: null,
    })),
  ];
}

/**
 * One finding for a rule that raises nothing, or is blind to its own examples; each time that it became so is a fact. It is
 * given to who owns the first of its controls that has an owner, because a finding of nobody tells nobody.
 */
async function ofRules(tx: TenantTransaction, { organizationId }: Scope, controls: readonly { id: string; code: string }[], owners: ReadonlyMap<string, ControlOwner>): Promise<DueCause[]> {
  const ids = new Map(controls.map(({ id, code }) => [code, id]));
  const served = (codes: readonly string[]): string[] => codes.flatMap((code) => ids.get(code) ?? []).sort();
  return (await ruleGaps(tx, organizationId)).map(({ id, ruleKey, title, state, controlCodes, reason, recordedAt }): DueCause => ({
    cause: `rule:${id}`,
    text: `The rule “${title}” is ${state} since ${recordedAt.toISOString().slice(0, 10)} and ${state === "failing" ? "may be blind to what it is for" : "raises no alerts"}. ${reason}`,
    sourceKind: "detection_rule", sourceId: findingSubject(ruleKey), sourceName: title, title: `The detection rule “${title}” is ${state}`, severity: SEVERITY_OF.detection_rule,
    controlIds: served(controlCodes), owner: served(controlCodes).map((controlId) => refOf(owners.get(controlId))).find((owner) => owner !== null) ?? null,
  }));
}

/** One finding for a connection; each row of failures of one of its collectors is a fact. */
async function ofConnections(tx: TenantTransaction, { organizationId }: Scope): Promise<DueCause[]> {
  return (await failingCollectors(tx, organizationId, CONNECTION_LIMITS.failuresOfFinding)).map(({ connectionId, connectionName, collector, failures, since, firstRun, says }): DueCause => ({
    cause: `connection:${connectionId}:${collector}:${firstRun}`,
    text: `The collector “${collector}” of ${connectionName} brought nothing ${failures} times in a row, since ${since.toISOString().slice(0, 16).replace("T", " ")} UTC. ${says} What rests on it grows stale.`,
    sourceKind: "connection", sourceId: connectionId, sourceName: connectionName, title: `Nothing can be collected from ${connectionName}`, severity: SEVERITY_OF.connection, controlIds: [], owner: null,
  }));
}

/** Rules are named by their authors, at any length; findings name what they are about by an identifier. */
function findingSubject(ruleKey: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(ruleKey) ? ruleKey : `key-${sha256Hex(ruleKey).slice(0, 40)}`;
}

/** One finding for the ledger; audits that find the same place again and again are one fact, until one of them finds nothing. */
async function ofLedger(tx: TenantTransaction, { organizationId }: Scope): Promise<DueCause[]> {
  const found = await standingFault(tx, organizationId);
  if (found === null) return [];
  const place = found.faultIndex === null ? "" : ` At entry ${found.faultIndex}.`;
  return [{
    cause: `ledger:${found.firstAuditId}:${found.faultIndex ?? "whole"}`,
    text: `The ledger’s audit of itself found a difference on ${found.foundAt.toISOString().slice(0, 10)}.${place} ${found.fault}`,
    sourceKind: "ledger", sourceId: organizationId, sourceName: "Ledger", title: "The ledger does not agree with its records", severity: SEVERITY_OF.ledger, controlIds: [], owner: null,
  }];
}

/** Checkpoints that no longer reach a place outside: whoever owned the database now would leave no trace there. */
async function ofPlaces(tx: TenantTransaction, { organizationId }: Scope, now: Date): Promise<DueCause[]> {
  return (await failingPlaces(tx, organizationId, now)).map(({ place, since, failure }) => ({
    cause: `ledger_place:${place}:${since.toISOString()}`,
    text: `Since ${since.toISOString().slice(0, 16).replace("T", " ")} UTC no checkpoint could be kept there. ${failure}`,
    sourceKind: "ledger", sourceId: `${organizationId}-${place}`, sourceName: PLACE_NAMES[place], title: `Checkpoints do not reach their place: ${PLACE_NAMES[place]}`, severity: SEVERITY_OF.ledger_place, controlIds: [], owner: null,
  }));
}

/** One finding for the clock; each time that it was set back is a fact. */
async function ofClock(tx: TenantTransaction, { organizationId }: Scope): Promise<DueCause[]> {
  return (await clockSteps(tx, organizationId)).map(({ index, before, after }) => ({
    cause: `clock:${index}`,
    text: `Entry ${index} of the ledger was recorded at ${after.toISOString()}, after entries of ${before.toISOString()}: the machine’s clock was set back, or had been ahead. What was recorded since then with a time before ${before.toISOString()} may be later than it says.`,
    sourceKind: "ledger", sourceId: `${organizationId}-clock`, sourceName: "Clock", title: "The machine’s clock was set back", severity: SEVERITY_OF.clock, controlIds: [], owner: null,
  }));
}

function refOf(owner: ControlOwner | undefined): OwnerRef | null {
  if (owner === undefined || owner.left) return null;
  if (owner.memberId !== null) return { memberId: owner.memberId };
  return owner.placeholderId === null ? null : { placeholderId: owner.placeholderId };
}

function ownerOfRequest({ ownerMemberId, ownerPlaceholderId }: EvidenceRequestRow): OwnerRef | null {
  if (ownerMemberId !== null) return { memberId: ownerMemberId };
  return ownerPlaceholderId === null ? null : { placeholderId: ownerPlaceholderId };
}
