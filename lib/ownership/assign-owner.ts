import { z } from "zod";
import { defineVerb, idInput, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { requireControls, type ControlName } from "#lib/controls/index.ts";
import { emailInput } from "#lib/identity/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { ownerOfAddress, type OwnerRef } from "#lib/people/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { OWNERSHIP_LIMITS } from "./limits.ts";
import { findOwningMember, giveRequests, insertOwners, ownersInForce, type ControlOwner } from "./ownership.repository.ts";

const owner = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nobody") }),
  z.strictObject({ kind: z.literal("member"), memberId: idInput }),
  z.strictObject({ kind: z.literal("person"), name: lineInput(120), email: emailInput }),
]);

const input = z.strictObject({ controlIds: z.array(idInput).min(1, "Choose at least one control.").max(OWNERSHIP_LIMITS.controlsAtOnce), owner });

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

export type AssignedOwner = { controls: number; requests: number; owner: OwnerRef | null };

/**
 * Names the person who answers for controls: a member, or somebody by name and address who is none yet and becomes one by
 * an invitation. Their open evidence requests go along, unless somebody else sees to them.
 *
 * @throws AppError not_found for a control or a member that is not there; auditors and employees own nothing
 */
export const assignOwner = defineVerb({
  name: "ownership.assign",
  permission: "controls.manage",
  effect: "write",
  input,
  async run(args): Promise<AssignedOwner> {
    const { tx, scope, context, now, audit, unchanged } = args;
    const { organizationId } = context;
    const controls = await requireControls(tx, scope, [...new Set(args.input.controlIds)]);
    // First: naming somebody who left and waits for a new invitation changes who their placeholder is.
    const before = await ownersInForce(tx, organizationId);
    const to = await resolveOwner(args);
    const due = controls.filter(({ id }) => !isSame(before.get(id), to));
    await insertOwners(tx, organizationId, due.map(({ id }) => id), to, actorId(context.actor), now);
    let requests = 0;
    for (const [, group] of Map.groupBy(controls, ({ id }) => keyOf(refOf(before.get(id))))) {
      requests += await giveRequests(tx, organizationId, group.map(({ id }) => id), refOf(before.get(group[0]?.id ?? "")), to, { revisedAt: now, revisedBy: actorId(context.actor) });
    }
    for (const { id, code } of due) await audit({ action: "control.owner_assigned", subjectKind: "control", subjectId: id, changes: { code, before: refOf(before.get(id)), after: to } });
    await tellOwner(args, due, to);
    if (due.length === 0) unchanged();
    return { controls: due.length, requests, owner: to };
  },
});

/** One notification for all controls of the act. Whoever is no member yet hears of them by the invitation. */
async function tellOwner({ tx, context, now }: Act, [first, ...more]: readonly ControlName[], to: OwnerRef | null): Promise<void> {
  if (first === undefined || to === null || !("memberId" in to)) return;
  await notify({ tx, context, now }, {
    kind: "control_assigned", to: [to.memberId], cause: `control_assigned:${to.memberId}:${first.id}:${now.toISOString()}`, subject: { kind: "control", id: first.id },
    facts: { code: first.code, title: first.title, by: context.actor.name, count: more.length + 1 },
  });
}

async function resolveOwner({ tx, context, input: { owner: asked }, now }: VerbArguments<z.output<typeof input>>): Promise<OwnerRef | null> {
  const { organizationId, actor } = context;
  if (asked.kind === "nobody") return null;
  if (asked.kind === "person") return ownerOfAddress(tx, organizationId, { name: asked.name, email: asked.email }, actorId(actor), now);
  const member = await findOwningMember(tx, organizationId, asked.memberId);
  if (member === null) throw notFound("person");
  return { memberId: member.id };
}

function refOf(one: ControlOwner | undefined): OwnerRef | null {
  if (one?.memberId != null) return { memberId: one.memberId };
  return one?.placeholderId == null ? null : { placeholderId: one.placeholderId };
}

function keyOf(ref: OwnerRef | null): string {
  return ref === null ? "" : Object.values(ref).join();
}

function isSame(before: ControlOwner | undefined, to: OwnerRef | null): boolean {
  return keyOf(refOf(before)) === keyOf(to);
}
