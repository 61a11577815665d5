import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";

/** The member whose lists these are. Tickmark itself looks at none. @throws AppError forbidden */
export function ownMember({ actor }: Context): string {
  if (actor.kind !== "member") throw new AppError("forbidden", "no_member", "Only people arrange lists.");
  return actor.memberId;
}
