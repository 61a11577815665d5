import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { restedOn, restedOnIds, type RestedOn } from "./rests-on.ts";

/** Records that an evidence can refer to, other than what people send. Their own domains write them; here they are read. */
export const RECORD_KINDS = ["log_segment", "alert", "incident", "rule", "collection", "population", "check", "standard"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** A record as a source: its hash, the time it speaks for, and whether it is finished. */
export type SourceRecord = {
  id: string;
  /** How people cite it: a file name, ALR-12, INC-3, a rule's title. */
  name: string;
  /** SHA-256 over the immutable facts of the record, so that anyone can recompute it later. */
  sha256: string;
  /** The text that `sha256` is of; null when it is of bytes that are kept elsewhere. */
  canonical: string | null;
  from: Date;
  /** Exclusive; null while the record still goes on (a rule in force, an incident not closed). */
  until: Date | null;
  /** Why nothing may be concluded from it yet; null when it is complete. */
  incomplete: string | null;
  /** A line of facts for readers: counts, severity, state. */
  facts: string;
  /** The collections that a run of a check rested on, each with its own record; of other kinds none. */
  restsOn: RestedOn[];
};

type OwnFacts = Omit<SourceRecord, "restsOn"> & { restsOn?: RestedOn[] };

/** The record of a kind with this id in this organization; null when there is none. */
export async function findSource(tx: TenantTransaction, organizationId: string, kind: RecordKind, id: string): Promise<SourceRecord | null> {
  return (await findSources(tx, organizationId, kind, [id])).get(id) ?? null;
}

/** The records of a kind with these ids in this organization, by id; those that are not there are left out. */
export async function findSources(tx: TenantTransaction, organizationId: string, kind: RecordKind, ids: readonly string[]): Promise<Map<string, SourceRecord>> {
  const records = await READERS[kind](tx, organizationId, [...ids]);
  return new Map(records.map((record) => [record.id, { restsOn: [], ...record }]));
}

type Reader = (tx: TenantTransaction, organizationId: string, ids: string[]) => Promise<OwnFacts[]>;
const READERS: Readonly<Record<RecordKind, Reader>> = { log_segment: readSegments, alert: readAlerts, incident: readIncidents, rule: readRules, collection: readCollections, population: readPopulations, check: readCheckRuns, standard: readStandards };

/** Immutable facts as the text that stands for them, with its hash. */
function factsOf(facts: { [field: string]: Json }): Pick<SourceRecord, "canonical" | "sha256"> {
  const canonical = canonicalJson(facts);
  return { canonical, sha256: sha256Hex(canonical) };
}
const justAfter = (instant: Date): Date => new Date(instant.getTime() + 1);

async function readSegments(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.logSegment.findMany({ where: { organizationId, id: { in: ids } }, include: { scan: true, source: true } });
  return rows.map(({ scan, ...row }) => ({
    id: row.id,
    name: `${row.source.name}, ${row.fileName}`,
    sha256: row.sha256,
    canonical: null,
    from: scan?.firstEventAt ?? row.receivedAt,
    until: justAfter(scan?.lastEventAt ?? row.receivedAt),
    incomplete: unreadBecause(scan),
    facts: scan === null ? "Not read yet" : `${scan.parsedLines} of ${scan.lines} lines understood, ${scan.alerts} alerts`,
  }));
}

function unreadBecause(scan: { status: string; firstEventAt: Date | null } | null): string | null {
  if (scan?.status === "failed") return "Reading the segment failed.";
  if (scan?.status !== "finished") return "The segment has not been read to its end.";
  return scan.firstEventAt === null ? "No line of the segment carries a time." : null;
}

async function readAlerts(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.alert.findMany({ where: { organizationId, id: { in: ids } }, include: { state: true } });
  return rows.map((row) => ({
    id: row.id,
    name: `ALR-${row.number}, ${row.title}`,
    ...factsOf({
      kind: "alert", id: row.id, number: row.number, origin: row.origin, ...(row.objectId === null ? { rule_version: row.ruleVersionId, segment: row.segmentId } : { connection: row.connectionId, object: row.objectId }), title: row.title,
      severity: row.severity, entity: row.entity, first_event_at: row.firstEventAt.toISOString(), raised_at: row.raisedAt.toISOString(),
    }),
    from: row.firstEventAt,
    until: justAfter(row.state?.lastEventAt ?? row.firstEventAt),
    incomplete: null,
    facts: `${row.severity}, ${(row.state?.verdict ?? row.state?.status ?? "open").replaceAll("_", " ")}`,
  }));
}

async function readIncidents(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.incident.findMany({ where: { organizationId, id: { in: ids } }, include: { state: true } });
  return rows.map((row) => {
    const closed = row.state?.closedAt ?? null;
    return {
      id: row.id,
      name: `INC-${row.number}, ${row.title}`,
      ...factsOf({
        kind: "incident", id: row.id, number: row.number, title: row.title, declared_at: row.declaredAt.toISOString(),
        declared_by: row.declaredBy, first_event_at: row.firstEventAt.toISOString(), alerted_at: row.alertedAt.toISOString(),
      }),
      from: row.firstEventAt,
      until: closed === null ? null : justAfter(closed),
      incomplete: closed === null ? "The incident is not closed." : null,
      facts: `${row.state?.severity ?? "no severity"}, ${row.state?.status ?? "open"}`,
    };
  });
}

async function readRules(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.ruleVersion.findMany({ where: { organizationId, id: { in: ids } } });
  const versions = await tx.ruleVersion.findMany({
    where: { organizationId, ruleKey: { in: [...new Set(rows.map((row) => row.ruleKey))] } },
    select: { ruleKey: true, recordedAt: true },
    orderBy: { recordedAt: "asc" },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.title,
    sha256: row.sha256,
    canonical: null,
    from: row.recordedAt,
    until: versions.find((one) => one.ruleKey === row.ruleKey && one.recordedAt > row.recordedAt)?.recordedAt ?? null,
    incomplete: null,
    facts: `${row.severity}, ${row.controlCodes.join(", ") || "no control"}`,
  }));
}

async function readPopulations(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.population.findMany({ where: { organizationId, id: { in: ids } } });
  return rows.map((row) => ({
    id: row.id,
    name: `Population of ${row.subject}, ${row.day}`,
    sha256: row.sha256,
    canonical: row.record,
    from: row.fromAt,
    until: row.untilAt,
    incomplete: null,
    facts: `No ${row.subject} in ${row.segments} ${row.segments === 1 ? "segment" : "segments"} read completely`,
  }));
}

/** A run speaks for its window: since it began where it asked for everything, up to the instant that it asked for. */
async function readCollections(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.collection.findMany({ where: { organizationId, id: { in: ids } } });
  return rows.map((row) => ({
    id: row.id,
    name: `COL-${row.number}, ${row.title}`,
    sha256: row.sha256 ?? sha256Hex(`collection ${row.id} is not over`),
    canonical: row.record,
    from: row.fromAt ?? row.startedAt,
    until: row.endedAt === null ? null : justAfter(row.untilAt > row.startedAt ? row.untilAt : row.startedAt),
    incomplete: row.completeness === "complete" ? null : row.endedAt === null ? "The collection is under way." : `The collection is ${row.completeness}: what is missing is not known to be absent.`,
    facts: `${row.items} ${row.items === 1 ? "item" : "items"} in ${row.pages} ${row.pages === 1 ? "page" : "pages"}, ${row.completeness}${row.reason === "backfill" ? ", imported, not witnessed" : ""}`,
  }));
}

/** A run of a check speaks for the instant at which it judged; while it could not judge something, nothing may be concluded from it. */
async function readCheckRuns(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.checkRun.findMany({ where: { organizationId, id: { in: ids } } });
  const collections = await tx.collection.findMany({ where: { organizationId, id: { in: [...new Set(rows.flatMap(({ record }) => restedOnIds(record)))] } }, select: { id: true, record: true } });
  const records = new Map(collections.map(({ id, record }) => [id, record]));
  return rows.map((row) => ({
    id: row.id,
    name: `CHK-${row.number}, ${row.title}`,
    sha256: row.sha256,
    canonical: row.record,
    from: row.startedAt,
    until: justAfter(row.endedAt),
    incomplete: row.errors > 0 ? `${row.errors} could not be judged: how they stand is not known.` : row.passed + row.failed === 0 ? "The check met nothing that it judges." : null,
    facts: `${row.passed} pass, ${row.failed} fail${row.excepted > 0 ? `, the risk of ${row.excepted} of them accepted` : ""}, ${row.errors} could not be judged`,
    restsOn: restedOn(row.record, records),
  }));
}

/** An approved version of a configuration standard speaks from its approval until the next one; nothing may be concluded from one that nobody approved. */
async function readStandards(tx: TenantTransaction, organizationId: string, ids: string[]): Promise<OwnFacts[]> {
  const rows = await tx.configurationStandard.findMany({ where: { organizationId, id: { in: ids } }, include: { decision: true } });
  const approved = await tx.configurationStandard.findMany({ where: { organizationId, number: { in: rows.map(({ number }) => number) }, decision: { decision: "approved" } }, select: { number: true, version: true, decision: { select: { decidedAt: true } } }, orderBy: { version: "asc" } });
  return rows.map(({ decision, ...row }) => ({
    id: row.id,
    name: `STD-${row.number}, ${row.title}, version ${row.version}`,
    sha256: row.sha256,
    canonical: row.record,
    from: decision?.decidedAt ?? row.proposedAt,
    until: approved.find(({ number, version }) => number === row.number && version > row.version)?.decision?.decidedAt ?? null,
    incomplete: decision?.decision !== "approved" ? "Nobody has approved it." : row.ends ? "This version ends the standard: it demands nothing." : null,
    facts: `${row.systemType}, from ${row.source}; ${decision?.decision === "approved" ? (decision.alone ? "approved by its author, since nobody else could" : "approved by another person") : (decision?.decision ?? "not approved")}`,
  }));
}
