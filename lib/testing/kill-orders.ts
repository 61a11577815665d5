import type { Context } from "#lib/platform/context.ts";

/** What a process that is to be killed is told: as whom it acts, and which request its evidence answers. */
export type KillDriverOrders = { person: Pick<Context, "organizationId" | "actor" | "requestId">; system: Pick<Context, "organizationId" | "actor" | "requestId">; requestId: string };
