import type { Context } from "#lib/platform/context.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";

/** What a process that is to be killed is told: as whom it acts, and which request its evidence answers. */
export type KillDriverOrders = { person: Pick<Context, "organizationId" | "actor" | "requestId">; system: Pick<Context, "organizationId" | "actor" | "requestId">; requestId: string };

/** What a worker of a collection that is to be killed is told: which run, as whom, where the database is, and how far its clock is ahead of the machine's. */
export type CollectionOrders = { urls: RoleUrls; system: Pick<Context, "organizationId" | "actor" | "requestId">; collectionId: string; aheadMs: number };
