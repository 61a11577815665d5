import { z } from "zod";
import { idInput, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { emailInput } from "#lib/identity/index.ts";
import { ownersInForce, owningMembers } from "#lib/ownership/index.ts";
import { ownerOfAddress, type OwnerRef } from "#lib/people/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** Who answers for a finding: a member, somebody by name and address who is none yet, or nobody. */
export const ownerInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("nobody") }),
  z.strictObject({ kind: z.literal("member"), memberId: idInput }),
  z.strictObject({ kind: z.literal("person"), name: lineInput(120), email: emailInput }),
]);

/** @throws AppError not_found for a member that is not there, has left, or may own nothing */
export async function resolveOwner({ tx, context, now }: Pick<VerbArguments<unknown>, "tx" | "context" | "now">, asked: z.output<typeof ownerInput>): Promise<OwnerRef | null> {
  const { organizationId, actor } = context;
  if (asked.kind === "nobody") return null;
  if (asked.kind === "person") return ownerOfAddress(tx, organizationId, { name: asked.name, email: asked.email }, actorId(actor), now);
  const member = (await owningMembers(tx, organizationId)).find(({ id }) => id === asked.memberId);
  if (member === undefined) throw notFound("person");
  return { memberId: member.id };
}

/** Whoever answers for the first of these controls that has an owner who has not left. */
export async function ownerOfControls(tx: TenantTransaction, organizationId: string, controlIds: readonly string[]): Promise<OwnerRef | null> {
  const owners = await ownersInForce(tx, organizationId);
  for (const id of controlIds) {
    const owner = owners.get(id);
    if (owner === undefined || owner.left) continue;
    if (owner.memberId !== null) return { memberId: owner.memberId };
    if (owner.placeholderId !== null) return { placeholderId: owner.placeholderId };
  }
  return null;
}
