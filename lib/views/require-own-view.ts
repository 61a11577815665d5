import { roleHolds } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { ownMember } from "./own-member.ts";
import { requireView, type ViewRow } from "./view.repository.ts";

/**
 * A view that this person may change: their own, or a shared one when they may share.
 * @throws AppError not_found, forbidden
 */
export async function requireOwnView(tx: TenantTransaction, context: Context, id: string): Promise<ViewRow> {
  const memberId = ownMember(context);
  const view = await requireView(tx, memberId, id);
  const mayShare = context.actor.kind === "member" && roleHolds(context.actor.role, "views.share");
  if (view.ownerMemberId !== memberId && !mayShare) throw new AppError("forbidden", "not_your_view", "This view is somebody else's. Save a view of your own instead.");
  return view;
}
