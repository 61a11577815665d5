import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { checkpointsBelow, newestAudit, type AuditRow } from "./checkpoint.repository.ts";
import { ledgerKeys } from "./key.repository.ts";
import { ledgerOrigin, verifierOf } from "./ledger-keys.ts";
import { countWaiting, readHead } from "./ledger.repository.ts";
import { formatVerifier } from "./note/signed-note.ts";
import { TREE } from "./node-sha256.ts";
import { commitmentsTo, type Commitment } from "./read-proofs.ts";
import { rootOfEdge } from "./tree/tiles.ts";

const SHOWN_CHECKPOINTS = 24;
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
  keys: { id: string; verifier: string; createdAt: Date }[];
  /** What the ledger's last audit of itself found; null before the first. */
  audit: { at: Date; size: number; checkpoints: number; fault: string | null; faultIndex: number | null } | null;
};

/** How an organization's ledger stands: size, checkpoints, keys, and what its last audit found. */
export const readLedger = defineVerb({
  name: "ledger.read",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<LedgerState> {
    const { size, edge } = await readHead(tx, organizationId);
    const checkpoints = await checkpointsBelow(tx, organizationId, null, SHOWN_CHECKPOINTS);
    const keys = await ledgerKeys(tx, organizationId);
    return {
      origin: ledgerOrigin(organizationId), size, root: Buffer.from(rootOfEdge(TREE, edge)).toString("hex"), waiting: await countWaiting(tx, organizationId, COUNTED),
      checkpoints: checkpoints.map((one) => ({ ...one, size: Number(one.size) })),
      keys: keys.map((key) => ({ id: key.id, verifier: formatVerifier(verifierOf(key)), createdAt: key.createdAt })),
      audit: shownAudit(await newestAudit(tx, organizationId)),
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
  async run({ tx, context: { organizationId }, input }): Promise<{ commitments: Commitment[]; keys: string[] }> {
    const keys = await ledgerKeys(tx, organizationId);
    return { commitments: await commitmentsTo(tx, organizationId, { subjectIds: [input.subjectId], limit: MAX_ENTRIES }), keys: keys.map((key) => formatVerifier(verifierOf(key))) };
  },
});
