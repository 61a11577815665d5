import { z } from "zod";

// What answers of GitHub must have for evidence to rest on them; everything else may come and go.

export const instant = z.iso.datetime({ offset: true });
/** Null for an account that was deleted. */
export const user = z.object({ id: z.number(), login: z.string() }).nullable();

/** A person of GitHub by the id that stays when the login changes. */
export function personOf(who: z.output<typeof user> | undefined): { id: string; name: string } | null {
  return who == null ? null : { id: String(who.id), name: who.login };
}
