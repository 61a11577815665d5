import type { Clock } from "./clock.ts";
import type { Region } from "./region.ts";
import type { Role } from "#prisma/generated/enums.ts";

/** The engagement that an auditor is limited to: its controls and its period, half-open in UTC. */
export type EngagementScope = {
  id: string;
  controlIds: readonly string[];
  from: Date;
  until: Date;
};

export type MemberActor = {
  kind: "member";
  memberId: string;
  userId: string;
  name: string;
  role: Role;
  /** Only for auditors, and always for them. */
  engagement: EngagementScope | null;
  /**
   * What the organization demands and this person has not; until they have, they may do nothing in it. `provider`: that
   * they come by the organization's own provider.
   */
  owes: "second_factor" | "provider" | null;
};

/** Tickmark itself, at work without a person: named after the job. */
export type SystemActor = { kind: "system"; name: string };

/** A machine that calls the API with a key: it may what the key's scopes name, and nothing else. Its name says whose key it is. */
export type ApiKeyActor = { kind: "api_key"; keyId: string; name: string; scopes: readonly string[] };

export type Actor = MemberActor | SystemActor | ApiKeyActor;

/** Who asks for what, where, when. The first argument of every verb. */
export type Context = {
  organizationId: string;
  actor: Actor;
  requestId: string;
  clock: Clock;
  /** How the organization writes days, times and numbers; absent where nothing is shown. */
  region?: Region;
};

/** The id that facts carry as their author. */
export function actorId(actor: Actor): string {
  if (actor.kind === "member") return actor.memberId;
  return actor.kind === "api_key" ? actor.keyId : `system:${actor.name}`;
}
