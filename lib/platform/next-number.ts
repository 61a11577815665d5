import type { TenantTransaction } from "./tenant.ts";

/**
 * The next number of a kind of record in an organization (EV-1, EV-2, ...). Taken under a row lock that lasts as long as
 * the transaction: numbers have no gaps and no doubles, and a rolled-back act gives its number back.
 *
 * @param name kind of record, such as `EV`, `ALR`, `INC`
 */
export async function nextNumber(tx: TenantTransaction, organizationId: string, name: string): Promise<number> {
  const rows = await tx.$queryRaw<{ last_number: number }[]>`
    INSERT INTO number_counter (organization_id, name, last_number) VALUES (${organizationId}, ${name}, 1)
    ON CONFLICT (organization_id, name) DO UPDATE SET last_number = number_counter.last_number + 1
    RETURNING last_number`;
  const number = rows[0]?.last_number;
  if (number === undefined) throw new Error(`no number was given for ${name}`);
  return number;
}
