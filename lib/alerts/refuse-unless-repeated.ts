import { memberNames } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AlertActionKind, Verdict } from "#prisma/generated/enums.ts";
import { findActions } from "./alert.repository.ts";
import { VERDICT_WORDS } from "./client.ts";

type Attempt = { kind: AlertActionKind; memberId: string; verdict?: Verdict; text?: string };

/**
 * After a conditional change found the alert changed: returns when the last act is this very attempt, sent twice, so that
 * nothing is left to do.
 *
 * @throws AppError conflict, saying who did what, when it was somebody else's or another act
 */
export async function refuseUnlessRepeated(tx: TenantTransaction, organizationId: string, alertId: string, attempt: Attempt): Promise<void> {
  const actions = await findActions(tx, alertId, 20);
  const last = actions.find((action) => action.kind !== "commented");
  if (last !== undefined && last.kind === attempt.kind && last.memberId === attempt.memberId && last.verdict === (attempt.verdict ?? null) && last.text === (attempt.text ?? "")) return;
  const names = await memberNames(tx, organizationId, last === undefined ? [] : [last.memberId]);
  const who = last === undefined ? "Somebody" : (names.get(last.memberId) ?? "Tickmark");
  const what = last?.kind === "judged" && last.verdict !== null ? `judged this alert "${VERDICT_WORDS[last.verdict]}"` : `${last?.kind ?? "changed"} this alert`;
  throw new AppError("conflict", "alert_changed", `${who} ${what} in the meantime; nothing was changed. Look at it as it is now.`);
}
