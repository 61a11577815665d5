import type { Prisma } from "#prisma/generated/client.ts";
import type { Database } from "./db.ts";

/** A transaction in which exactly one organization exists. The brand keeps a bare client from being passed as one. */
export type TenantTransaction = Prisma.TransactionClient & { readonly __tenant: unique symbol };

/**
 * Runs `work` in one transaction bound to `organizationId` by row-level security.
 * The tenant is the first statement, local to the transaction, so a pooled connection carries nothing over.
 */
export function withTenant<T>(
  database: Database,
  organizationId: string,
  work: (tx: TenantTransaction) => Promise<T>,
  options: { readOnly?: boolean } = {},
): Promise<T> {
  return database.$transaction(async (tx) => {
    // One view of the database for all reads of a page or a packet: what commits in between belongs to the next one.
    if (options.readOnly === true) await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    return work(await enterTenant(tx, organizationId));
  });
}

/**
 * Binds a transaction to an organization from here on. For {@link withTenant}, and for the one act that concerns several
 * organizations at once: what a person changes about themselves is written into the trail of each.
 */
export async function enterTenant(tx: Prisma.TransactionClient, organizationId: string): Promise<TenantTransaction> {
  await tx.$queryRaw`SELECT set_config('tickmark.organization_id', ${organizationId}, true)`;
  return tx as TenantTransaction;
}
