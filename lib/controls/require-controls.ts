import type { Scope } from "#lib/access/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { controlNames, headersInForce, type ControlName } from "./controls.repository.ts";

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

/**
 * Refuses controls that are retired: nothing is built on what does not hold any more.
 *
 * @throws AppError precondition_failed
 */
export async function requireHeld(tx: TenantTransaction, scope: Scope, controlIds: readonly string[], now: Date): Promise<void> {
  if (controlIds.length === 0) return;
  const all = await headersInForce(tx, scope.organizationId, asOfNow(now), controlIds, new Date(0));
  const retired = [...new Set(controlIds)].flatMap((id) => { const header = all.get(id); return header === undefined || header.retiredFrom === null ? [] : [header.code]; });
  if (retired.length > 0) throw new AppError("precondition_failed", "control_retired", `${retired.join(", ")} ${retired.length === 1 ? "is" : "are"} retired. Reinstate it first; nothing was changed.`);
}
