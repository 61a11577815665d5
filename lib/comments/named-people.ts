import type { Scope } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findMentionable } from "./comment.repository.ts";
import { MENTIONS_MAX } from "./limits.ts";
import { findMentions, type Mentionable } from "./mentions.ts";

/**
 * The people that a comment names. An auditor's names nobody: who works here is not theirs to try.
 * @throws AppError validation when a name is several people's, or too many are named
 */
export async function namedPeople(tx: TenantTransaction, scope: Scope, text: string): Promise<Mentionable[]> {
  if (scope.engagement !== null || !text.includes("@")) return [];
  const { found, ambiguous } = findMentions(text, await findMentionable(tx));
  const refuse = (message: string): never => {
    throw new AppError("validation", "mention_refused", message, [{ path: "text", message }]);
  };
  if (ambiguous[0] !== undefined) refuse(`Several people are called ${ambiguous[0]}. Write to them without the @.`);
  if (found.length > MENTIONS_MAX) refuse(`Name at most ${MENTIONS_MAX} people.`);
  return found;
}
