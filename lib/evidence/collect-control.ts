import type { Scope } from "#lib/access/index.ts";
import { findControl, mappingGroups, requestStandings, versionInForce, versionsOf, type ControlVersionRow, type MappingGroup, type RequestStanding } from "#lib/controls/index.ts";
import { asOfInstant } from "#lib/platform/as-of.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import { authorName } from "./author-name.ts";
import type { ControlCoverage } from "./control-coverage.ts";
import { controlStatus, type ControlStatus } from "./control-status.ts";
import { acceptedEvidence, type DossierEvidenceRow } from "./dossier.repository.ts";
import { namesOfAuthors } from "./evidence-list.repository.ts";
import { MAX_DOSSIER_EVIDENCE } from "./limits.ts";
import { coverageOf } from "./read-control-coverage.ts";
import { asRedacted } from "./as-redacted.ts";
import { newestRedactions, type Redaction } from "./redaction.repository.ts";
import { findDisposals, type Disposal } from "./retention.repository.ts";
import { findSources, RECORD_KINDS, type SourceRecord } from "./sources.repository.ts";

export type DossierEvidence = Omit<DossierEvidenceRow, "disposed"> & {
  submitter: string;
  reviewer: string;
  /** The record it refers to, read now; null for files and notes, which are their own source. */
  source: SourceRecord | null;
  /** What was taken out of its file; the fields of the file are those of the redacted version. */
  redaction: Pick<Redaction, "removed" | "commitment" | "madeAt"> | null;
  /** That its content was destroyed; null while it is there. */
  disposal: Disposal | null;
};

/** Everything about one control and one period, as it was known at one instant. */
export type ControlDossier = {
  control: { id: string; code: string };
  period: Period & { from: Date; until: Date };
  asOf: Date;
  /** In force at `asOf`, by what had been recorded then. */
  version: ControlVersionRow;
  /** Every version that held during a part of the period, in the order in which they took effect. */
  versionsInPeriod: ControlVersionRow[];
  mappings: MappingGroup[];
  status: ControlStatus;
  requests: (RequestStanding & { evidenceIds: string[] })[];
  /** Accepted by `asOf` and speaking for a time inside the period; in the order of numbers. */
  evidence: DossierEvidence[];
} & ControlCoverage;

/**
 * Collects everything about a control and a period in the caller's one transaction: for packets, and for whoever must
 * tell of a control without a second look.
 *
 * @throws AppError not_found (control, or no version in force at `asOf`); limit_exceeded when there is too much evidence:
 *   a dossier is never cut short
 */
export async function collectControl(tx: TenantTransaction, scope: Scope, wanted: { controlId: string; period: Period; asOf: Date }): Promise<ControlDossier> {
  const { period, asOf } = wanted;
  const control = await findControl(tx, scope, { id: wanted.controlId });
  if (control === null) throw notFound("control");
  const known = asOfInstant(asOf);
  const version = await versionInForce(tx, scope.organizationId, control.id, known);
  if (version === null) throw notFound("control");
  const instants = periodInstants(period);
  const standings = await requestStandings(tx, scope, control.id, asOfInstant(version.retirement === null ? asOf : new Date(version.retirement.from.getTime() - 1)), true);
  const evidence = await evidenceOf(tx, scope, standings.map((one) => one.id), instants, asOf);
  const versions = (await versionsOf(tx, scope.organizationId, control.id)).filter((one) => one.recordedAt <= asOf);
  return {
    control: { id: control.id, code: control.code },
    period: { ...period, ...instants },
    asOf,
    version,
    versionsInPeriod: heldDuring(versions, instants),
    mappings: await mappingGroups(tx, scope, control.id, version.retirement === null ? known : { effectiveAt: new Date(version.retirement.from.getTime() - 1), knownAt: asOf }),
    status: controlStatus(standings.map((one) => one.status)),
    requests: standings.map((one) => ({ ...one, evidenceIds: evidence.filter((item) => item.requestIds.includes(one.id)).map((item) => item.id) })),
    evidence,
    ...(await coverageOf(tx, scope, control.id, period, known)),
  };
}

async function evidenceOf(tx: TenantTransaction, scope: Scope, requestIds: readonly string[], within: { from: Date; until: Date }, asOf: Date): Promise<DossierEvidence[]> {
  const rows = await acceptedEvidence(tx, scope, requestIds, within, asOf, MAX_DOSSIER_EVIDENCE + 1);
  if (rows.length > MAX_DOSSIER_EVIDENCE) {
    throw new AppError("limit_exceeded", "dossier_too_large", `More than ${MAX_DOSSIER_EVIDENCE} pieces of evidence speak for this period. Choose a shorter one.`);
  }
  const names = await namesOfAuthors(tx, scope.organizationId, [...new Set(rows.flatMap((row) => [row.submittedBy, row.reviewedBy]))]);
  const sources = new Map<string, SourceRecord>();
  for (const kind of RECORD_KINDS) {
    const ids = rows.filter((row) => row.sourceKind === kind).map((row) => row.sourceId);
    for (const [id, record] of await findSources(tx, scope.organizationId, kind, ids)) sources.set(id, record);
  }
  const disposals = await findDisposals(tx, scope.organizationId, rows.filter((row) => row.disposed).map((row) => row.id));
  const redactions = await newestRedactions(tx, scope.organizationId, rows.filter((row) => row.blobSha256 !== null).map((row) => row.id));
  return rows.map(({ disposed: _, ...row }) => ({ ...asRedacted(row, redactions.get(row.id)), disposal: disposals.get(row.id) ?? null, redaction: redactions.get(row.id) ?? null, submitter: authorName(row.submittedBy, names), reviewer: authorName(row.reviewedBy, names), source: sources.get(row.sourceId) ?? null }));
}

/** Versions in the order in which they took effect, without those replaced before the period or effective after it. */
function heldDuring(versions: readonly ControlVersionRow[], within: { from: Date; until: Date }): ControlVersionRow[] {
  const inOrder = [...versions].sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime() || a.version - b.version);
  return inOrder.filter((one, index) => {
    const next = inOrder[index + 1];
    return one.effectiveFrom < within.until && (next === undefined || (next.effectiveFrom > within.from && next.effectiveFrom > one.effectiveFrom));
  });
}
