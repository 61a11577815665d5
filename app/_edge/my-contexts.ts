import { memberContext } from "#lib/identity/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { currentSession, requestId } from "./session.ts";

/** A signed-in person's context in each of their organizations; an auditor's in the newest engagement that is open to them. */
export async function myContexts(): Promise<Context[]> {
  const session = await currentSession();
  const contexts = await Promise.all((session?.memberships ?? []).map((membership) => memberContext({ ...membership, requestId: requestId(), clock: runtime().clock })));
  return contexts.filter((context) => context !== null).filter(({ actor }) => actor.kind === "member" && (actor.role !== "auditor" || actor.engagement !== null) && actor.owes === null);
}

/** The caller's context in one of their organizations, whatever their role; null when they have none there. */
export async function myContextIn(organizationId: string): Promise<Context | null> {
  return (await myContexts()).find((context) => context.organizationId === organizationId) ?? null;
}
