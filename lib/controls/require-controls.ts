import type { Scope } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { controlNames, type ControlName } from "./controls.repository.ts";

/**
 * The controls of these ids with code and title, in the order of codes.
 *
 * @throws AppError not_found when one of them does not exist, is another tenant's, or lies outside the scope
 */
export async function requireControls(tx: TenantTransaction, scope: Scope, controlIds: readonly string[]): Promise<ControlName[]> {
  const wanted = new Set(controlIds);
  const rows = await controlNames(tx, scope, [...wanted]);
  if (rows.length !== wanted.size) throw notFound("control");
  return rows;
}
