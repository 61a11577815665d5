import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { withTenantSnapshot } from "#lib/platform/tenant-snapshot.ts";
import { auditLedger, type AuditedLedger, type SignedHead } from "./audit-ledger.ts";
import { insertAudit, storedHeads } from "./checkpoint.repository.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { holdOrganization } from "./ledger.repository.ts";
import type { NoteVerifier } from "./note/signed-note.ts";
import { AUDIT_EVERY_MS } from "./upkeep.ts";

/** The kind of due work in which the ledger audits itself. */
export const LEDGER_AUDIT_DUE = "ledger_audit";
const SUBJECT = "tree";

/** Has the ledger audit itself from an instant on; each audit puts the next one in line. */
export async function auditAgain(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${LEDGER_AUDIT_DUE}, ${SUBJECT}, ${at}::timestamptz)`;
}

/** The keys and the signed heads that the database holds. */
export const readSignedHeads = defineVerb({
  name: "ledger.read_signed_heads",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<{ known: NoteVerifier[]; heads: SignedHead[] }> {
    return { known: (await ledgerKeys(tx, organizationId)).map(verifierOf), heads: await storedHeads(tx, organizationId) };
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
    const id = newId("lau", now.getTime());
    await insertAudit(tx, organizationId, { id, ...counted, size: BigInt(input.size), fault: fault?.message ?? null, faultIndex: fault?.index == null ? null : BigInt(fault.index), finishedAt: now });
    await auditAgain(tx, new Date(now.getTime() + AUDIT_EVERY_MS));
    await audit({ action: fault === null ? "ledger.audited" : "ledger.fault_found", subjectKind: "ledger", subjectId: String(input.size), changes: { checkpoints: input.checkpoints, ...(fault === null ? {} : { fault: fault.message, index: fault.index }) } });
  },
});

/** Audits an organization's ledger against its records and every checkpoint, here and outside. Writes nothing. */
export async function examineLedger(context: Context, progress: (done: number) => Promise<void>): Promise<AuditedLedger> {
  const { organizationId } = context;
  const outside: SignedHead[] = [];
  // Read before the snapshot: what is kept outside afterwards has nothing to be held against yet.
  for await (const { size, note } of runtime().checkpoints.read(organizationId)) outside.push({ size, note, kept: "outside" });
  const { known, heads } = await readSignedHeads(context, {});
  return withTenantSnapshot(organizationId, (read) => auditLedger(read, organizationId, known, [...heads, ...outside], progress));
}

/** The daily audit: what it finds is kept, and told to whoever reads the log. Cut off, it is due again. */
export async function runLedgerAudit(context: Context): Promise<void> {
  const startedAt = context.clock.now();
  const { size, checkpoints, fault } = await examineLedger(context, () => Promise.resolve());
  if (fault !== null) log.error("ledger.fault", { organization: context.organizationId, index: fault.index, message: fault.message });
  await recordLedgerAudit(context, { startedAt, size, checkpoints, fault });
}
