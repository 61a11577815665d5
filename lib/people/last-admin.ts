import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { lockAdministrators } from "./member.repository.ts";

/**
 * Refuses an act that would leave the organization without an administrator who can sign in: nobody inside could
 * ever put that right.
 *
 * @throws AppError precondition_failed (last_admin)
 */
export async function keepAnAdministrator(tx: TenantTransaction, leaving: string): Promise<void> {
  const administrators = await lockAdministrators(tx);
  if (administrators.some((id) => id !== leaving)) return;
  throw new AppError("precondition_failed", "last_admin", "This is the last administrator. Make somebody else an administrator first.");
}
