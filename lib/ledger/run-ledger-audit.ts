import { hash } from "node:crypto";
import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { CmsFault } from "#lib/platform/cms/check-cms.ts";
import type { Context } from "#lib/platform/context.ts";
import { newIdAfter } from "#lib/platform/ids.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { withTenantSnapshot } from "#lib/platform/tenant-snapshot.ts";
import { auditLedger, type AuditedLedger, type LedgerFault, type SignedHead } from "./audit-ledger.ts";
import { insertAudit, newestAudit, storedHeads } from "./checkpoint.repository.ts";
import { recordPlaceOutcome } from "./keep-checkpoints.ts";
import { auditRows, type CommittedRows } from "./committed-rows.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { holdOrganization } from "./ledger.repository.ts";
import type { NoteVerifier } from "./note/signed-note.ts";
import type { Place } from "./place-kinds.ts";
import { storedStamps, type StoredStamp } from "./place.repository.ts";
import { checkTimeStamp } from "#lib/platform/timestamp/check-time-stamp.ts";
import { AUDIT_EVERY_MS } from "./upkeep.ts";

/** The kind of due work in which the ledger audits itself. */
export const LEDGER_AUDIT_DUE = "ledger_audit";
const SUBJECT = "tree";

/** Has the ledger audit itself from an instant on; each audit puts the next one in line. */
export async function auditAgain(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${LEDGER_AUDIT_DUE}, ${SUBJECT}, ${at}::timestamptz)`;
}

/** The keys, the signed heads and what was attested of them, as the database holds them. */
export const readSignedHeads = defineVerb({
  name: "ledger.read_signed_heads",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<{ known: NoteVerifier[]; heads: SignedHead[]; stamps: StoredStamp[] }> {
    return { known: (await ledgerKeys(tx, organizationId)).map(verifierOf), heads: await storedHeads(tx, organizationId), stamps: await storedStamps(tx, organizationId) };
  },
});

const count = z.int().min(0).max(2 ** 48);

/** Keeps what an audit found, and puts the next one in line. */
export const recordLedgerAudit = defineVerb({
  name: "ledger.record_audit",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ startedAt: z.date(), size: count, checkpoints: count, fault: z.strictObject({ index: count.nullable(), message: z.string().max(1_000) }).nullable() }),
  async run({ tx, context: { organizationId }, input, now, audit }): Promise<void> {
    await holdOrganization(tx, organizationId);
    const { fault, ...counted } = input;
    // The newest audit is the one that counts, also after the clock was set back.
    const id = newIdAfter("lau", now.getTime(), (await newestAudit(tx, organizationId))?.id ?? null);
    await insertAudit(tx, organizationId, { id, ...counted, size: BigInt(input.size), fault: fault?.message ?? null, faultIndex: fault?.index == null ? null : BigInt(fault.index), finishedAt: now });
    await auditAgain(tx, new Date(now.getTime() + AUDIT_EVERY_MS));
    await audit({ action: fault === null ? "ledger.audited" : "ledger.fault_found", subjectKind: "ledger", subjectId: String(input.size), changes: { checkpoints: input.checkpoints, ...(fault === null ? {} : { fault: fault.message, index: fault.index }) } });
  },
});

/** An audited ledger, and which of the places outside could not be read: of what they hold nothing is known. */
export type ExaminedLedger = AuditedLedger & { unread: Place[] };

/** Audits an organization's ledger: against its records, every checkpoint, here and outside, and the rows that entries commit to. Writes nothing. */
export async function examineLedger(context: Context, progress: (done: number) => Promise<void>, rows: readonly CommittedRows[] = []): Promise<ExaminedLedger> {
  const { organizationId } = context;
  // Read before the snapshot: what is kept outside afterwards has nothing to be held against yet.
  const { outside, unread } = await headsOutside(organizationId);
  const { known, heads, stamps } = await readSignedHeads(context, {});
  return withTenantSnapshot(organizationId, async (read) => {
    const audited = await auditLedger(read, organizationId, known, [...heads, ...outside], progress);
    return { ...audited, fault: audited.fault ?? stampFault(stamps) ?? (await auditRows(read, rows)), unread };
  });
}

async function headsOutside(organizationId: string): Promise<{ outside: SignedHead[]; unread: Place[] }> {
  const { folder, bucket } = runtime().checkpoints;
  const outside: SignedHead[] = [];
  const unread: Place[] = [];
  for (const [kept, store] of [["folder", folder], ["bucket", bucket]] as const) {
    if (store === null) continue;
    try {
      for await (const { size, note } of store.read(organizationId)) outside.push({ size, note, kept });
    } catch (error) {
      log.warn("ledger.place_unread", { organization: organizationId, place: kept, ...errorFields(error) });
      unread.push(kept);
    }
  }
  return { outside, unread };
}

/** The first stamp that is not of the checkpoint beside which it stands. Whom it comes from was judged when it came. */
function stampFault(stamps: readonly StoredStamp[]): LedgerFault | null {
  for (const { size, reply, note } of stamps) {
    try {
      if (note === null) return { index: size, message: `The checkpoint at ${size} entries is missing, of which an authority attested` };
      checkTimeStamp(reply, { sha256: hash("sha256", note, "buffer"), trusted: null });
    } catch (error) {
      if (!(error instanceof CmsFault)) throw error;
      return { index: size, message: `The time stamp at ${size} entries cannot be relied on: ${error.message}` };
    }
  }
  return null;
}

/** The daily audit: what it finds is kept, and told to whoever reads the log. Cut off, it is due again. */
export async function runLedgerAudit(context: Context, rows: readonly CommittedRows[] = []): Promise<void> {
  const startedAt = context.clock.now();
  const { size, checkpoints, fault, unread } = await examineLedger(context, () => Promise.resolve(), rows);
  for (const place of unread) await recordPlaceOutcome(context, { place, size, failure: "What it holds could not be read at the last audit." });
  if (fault !== null) log.error("ledger.fault", { organization: context.organizationId, index: fault.index, message: fault.message });
  await recordLedgerAudit(context, { startedAt, size, checkpoints, fault });
}
