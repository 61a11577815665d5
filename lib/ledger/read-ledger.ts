import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AUDIT_EVERY_MS, CHECKPOINT_EVERY_MS } from "./upkeep.ts";
import { checkpointsBelow, newestAudit, type AuditRow } from "./checkpoint.repository.ts";
import { clockSteps, type ClockStep } from "./clock-steps.ts";
import { documentCertificates, ledgerKeys } from "./key.repository.ts";
import { ledgerOrigin, verifierOf } from "./ledger-keys.ts";
import { countWaiting, firstRecordedAt, readHead } from "./ledger.repository.ts";
import { formatVerifier } from "./note/signed-note.ts";
import { TREE } from "./node-sha256.ts";
import { provenCommitmentsTo, type ProvenCommitment } from "./read-proofs.ts";
import { rootOfEdge } from "./tree/tiles.ts";

const SHOWN_CHECKPOINTS = 5;
const MAX_ENTRIES = 1_000;
const COUNTED = 10_000;

export type LedgerState = {
  origin: string;
  size: number;
  /** Of the tree as it stands, hexadecimal. */
  root: string;
  /** Entries without a place; no more than 10,000 are counted. */
  waiting: number;
  checkpoints: { size: number; recordedAt: Date; note: string }[];
  /** The newest first; `verifier` is what others need to judge by. */
  keys: { id: string; verifier: string; createdAt: Date; outside: boolean }[];
  /** For documents, the newest first; `fingerprint` is the SHA-256 of the certificate. */
  certificates: { id: string; fingerprint: string; createdAt: Date; notAfter: Date; outside: boolean }[];
  /** What the ledger's last audit of itself found; null before the first. */
  audit: { at: Date; size: number; checkpoints: number; fault: string | null; faultIndex: number | null } | null;
  /** When the machine's clock was set back, as the ledger itself tells it, the newest first. */
  clockSteps: ClockStep[];
  /** Which of its upkeep did not come when it should: then what was found before says nothing of today. */
  overdue: { audit: boolean; signature: boolean };
};

/** How an organization's ledger stands: size, checkpoints, keys, and what its last audit found. */
export const readLedger = defineVerb({
  name: "ledger.read",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<LedgerState> {
    const { size, edge } = await readHead(tx, organizationId);
    const checkpoints = await checkpointsBelow(tx, organizationId, null, SHOWN_CHECKPOINTS);
    const keys = await ledgerKeys(tx, organizationId);
    const certificates = await documentCertificates(tx, organizationId);
    const waiting = await countWaiting(tx, organizationId, COUNTED);
    const audit = shownAudit(await newestAudit(tx, organizationId));
    const [newest] = checkpoints;
    // What never came is overdue as well, once there was something to look after.
    const begun = newest === undefined || audit === null ? await firstRecordedAt(tx, organizationId) : null;
    const isOver = (since: Date | null | undefined, milliseconds: number): boolean => since != null && now.getTime() - since.getTime() > milliseconds;
    const grew = waiting > 0 || size > Number(newest?.size ?? 0n);
    return {
      origin: ledgerOrigin(organizationId), size, root: Buffer.from(rootOfEdge(TREE, edge)).toString("hex"), waiting,
      checkpoints: checkpoints.map((one) => ({ ...one, size: Number(one.size) })),
      keys: keys.map((key) => ({ id: key.id, verifier: formatVerifier(verifierOf(key)), createdAt: key.createdAt, outside: key.wrappedSecret === null })),
      certificates: certificates.map(({ id, fingerprint, createdAt, notAfter, wrappedSecret }) => ({ id, fingerprint, createdAt, notAfter, outside: wrappedSecret === null })),
      audit,
      clockSteps: await clockSteps(tx, organizationId),
      overdue: {
        audit: isOver(audit?.at ?? begun, 2 * AUDIT_EVERY_MS),
        signature: grew && isOver(newest?.recordedAt ?? begun, 2 * CHECKPOINT_EVERY_MS),
      },
    };
  },
});

function shownAudit(row: AuditRow | null): LedgerState["audit"] {
  if (row === null) return null;
  return { at: row.finishedAt, size: Number(row.size), checkpoints: row.checkpoints, fault: row.fault, faultIndex: row.faultIndex === null ? null : Number(row.faultIndex) };
}

/** All that the ledger holds about a record, with proofs, and the keys to judge them by. */
export const readLedgerProofs = defineVerb({
  name: "ledger.read_proofs",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({ subjectId: idInput }),
  async run({ tx, context: { organizationId }, input }): Promise<{ commitments: ProvenCommitment[]; keys: string[] }> {
    const keys = await ledgerKeys(tx, organizationId);
    return { commitments: await provenCommitmentsTo(tx, organizationId, { subjectIds: [input.subjectId], limit: MAX_ENTRIES }), keys: keys.map((key) => formatVerifier(verifierOf(key))) };
  },
});
