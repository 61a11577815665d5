import type { Clock } from "./clock.ts";
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

export type Actor = MemberActor | SystemActor;

/** Who asks for what, where, when. The first argument of every verb. */
export type Context = {
  organizationId: string;
  actor: Actor;
  requestId: string;
  clock: Clock;
};

/** The id that facts carry as their author. */
export function actorId(actor: Actor): string {
  return actor.kind === "member" ? actor.memberId : `system:${actor.name}`;
}
