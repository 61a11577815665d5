import { roleHolds, type Scope } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { NOTIFICATION_KIND_NAMES, NOTIFICATION_KINDS, type NotificationKind } from "./kinds.ts";
import type { Inbox } from "./notification.repository.ts";

/** Kinds whose records a role may open; the others are as if they had never been told. */
export function kindsFor(role: Role): NotificationKind[] {
  return NOTIFICATION_KIND_NAMES.filter((kind) => roleHolds(role, NOTIFICATION_KINDS[kind].permission));
}

/** Whether something can fall to a role, so that there is a digest of it. */
export function hasWork(role: Role): boolean {
  return roleHolds(role, "my_work.read");
}

/** The caller's own inbox. @throws AppError forbidden for Tickmark itself, which has none */
export function inboxOf({ actor, organizationId }: Context, scope: Scope, kind?: NotificationKind): Inbox {
  if (actor.kind !== "member") throw new AppError("forbidden", "no_person", "Only a person has notifications of their own.");
  const kinds = kindsFor(actor.role);
  return { organizationId, memberId: actor.memberId, kinds: kind === undefined ? kinds : kinds.filter((one) => one === kind), engagementId: scope.engagement?.id ?? null };
}
