import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { holdOrganization } from "./ledger.repository.ts";
import { CERTIFICATE_DUE, CERTIFICATE_SUBJECT } from "./document-certificate.ts";
import { giveLedgerKey, makeCheckpoint } from "./checkpoints.ts";
import { givePlaces, MAX_BATCH } from "./give-places.ts";
import { keepCheckpoints } from "./keep-checkpoints.ts";
import { auditAgain, readSignedHeads } from "./run-ledger-audit.ts";

/** The kind of due work in which a ledger's entries get their places, and its head is signed. */
export const LEDGER_DUE = "ledger";
const SUBJECT = "tree";
const EVERY_MS = 60_000;

/** Has the ledger of a new organization looked after, and audited, and its documents given a certificate, from an instant on. */
export async function keepLedger(tx: TenantTransaction, at: Date): Promise<void> {
  await lookAt(tx, at);
  await auditAgain(tx, at);
  await tx.$executeRaw`SELECT directory_put_due_work(${CERTIFICATE_DUE}, ${CERTIFICATE_SUBJECT}, ${at}::timestamptz)`;
}

async function lookAt(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${LEDGER_DUE}, ${SUBJECT}, ${at}::timestamptz)`;
}

export const lookAgain = defineVerb({
  name: "ledger.look_again",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({}),
  async run({ tx, context, now, unchanged }): Promise<void> {
    unchanged();
    await holdOrganization(tx, context.organizationId);
    await lookAt(tx, new Date(now.getTime() + EVERY_MS));
  },
});

/** Gives all waiting entries their places. @returns how many got one */
export async function placeAll(context: Context): Promise<number> {
  let placed = 0;
  for (;;) {
    const batch = await givePlaces(context, {});
    placed += batch.placed;
    if (batch.placed < MAX_BATCH) return placed;
  }
}

/** Looks after an organization's ledger: key, places, checkpoint, and the places that keep it. What is cut off is due again, and repeats without harm. */
export async function runDueLedger(context: Context): Promise<void> {
  const { known } = await readSignedHeads(context, {});
  // First of all, so that the key's own entry is among the first.
  if (known.length === 0) await giveLedgerKey(context, {});
  await placeAll(context);
  // A checkpoint goes to its places as it is made; here those have their turn that failed, are new, or wait for their day.
  if ((await makeCheckpoint(context, false)) === null) await keepCheckpoints(context);
  await lookAgain(context, {});
}
