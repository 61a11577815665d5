import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { exemptAdministrators, lockAdministrators } from "./member.repository.ts";

/**
 * Refuses an act that would leave the organization without an administrator who can sign in: nobody inside could
 * ever put that right.
 *
 * @throws AppError precondition_failed (last_admin)
 */
export async function keepAnAdministrator(tx: TenantTransaction, leaving: string): Promise<void> {
  const administrators = await lockAdministrators(tx);
  const exempt = await exemptAdministrators(tx);
  // Where everybody comes by the provider, an administrator must be left who gets in when it fails.
  if (exempt !== null && exempt.includes(leaving) && !administrators.some((id) => id !== leaving && exempt.includes(id))) {
    throw new AppError("precondition_failed", "last_exempt_admin", "This is the last administrator who gets in when the organization's provider fails. Choose another one under Settings, Sign-in first.");
  }
  if (administrators.some((id) => id !== leaving)) return;
  throw new AppError("precondition_failed", "last_admin", "This is the last administrator. Make somebody else an administrator first.");
}
