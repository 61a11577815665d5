export { appendPendingEntry, type LedgerFact } from "./append-pending-entry.ts";
export { checkProof, type ProvenRecord } from "./check-proof.ts";
export { makeCheckpoint, rotateLedgerKey } from "./checkpoints.ts";
export { ledgerStanding, type LedgerStanding } from "./read-standing.ts";
export { commitmentsTo, provenCommitmentsTo, type Commitment } from "./read-proofs.ts";
export { keepLedger, LEDGER_DUE, placeAll, runDueLedger } from "./run-due-ledger.ts";
export { examineLedger, LEDGER_AUDIT_DUE, runLedgerAudit } from "./run-ledger-audit.ts";
export { readLedger, readLedgerProofs, type LedgerState } from "./read-ledger.ts";
export { parseVerifier, type NoteVerifier } from "./note/signed-note.ts";
