import { newIdAfter } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { OwnerRef } from "#lib/people/index.ts";
import { OWNING_ROLES } from "#lib/people/client.ts";

/** Who answers for a control. `placeholderId` is set while the person is no member yet. */
export type ControlOwner = { controlId: string; memberId: string | null; placeholderId: string | null; name: string; email: string; left: boolean };

/** The owner of each control that has one, by control; now, or at an instant. A placeholder that has become a member is that member. */
export async function ownersInForce(tx: TenantTransaction, organizationId: string, at: Date | null = null): Promise<Map<string, ControlOwner>> {
  const rows = await tx.$queryRaw<ControlOwner[]>`
    SELECT o.control_id AS "controlId", m.id AS "memberId", CASE WHEN m.id IS NULL THEN p.id END AS "placeholderId",
           coalesce(m.name, p.name) AS name, coalesce(m.email, p.email) AS email, m.removed_at IS NOT NULL AND (${at}::timestamptz IS NULL OR m.removed_at <= ${at}::timestamptz) AS left
    FROM (
      SELECT DISTINCT ON (control_id) * FROM control_owner
      WHERE organization_id = ${organizationId} AND (${at}::timestamptz IS NULL OR recorded_at <= ${at}::timestamptz) ORDER BY control_id, id DESC
    ) o
    LEFT JOIN placeholder_owner p ON p.organization_id = o.organization_id AND p.id = o.placeholder_id
    LEFT JOIN member m ON m.organization_id = o.organization_id AND m.id = coalesce(o.member_id, CASE WHEN ${at}::timestamptz IS NULL OR p.settled_at <= ${at}::timestamptz THEN p.member_id END)
    WHERE coalesce(m.id, p.id) IS NOT NULL`;
  return new Map(rows.map((row) => [row.controlId, row]));
}

export async function insertOwners(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], owner: OwnerRef | null, recordedBy: string, recordedAt: Date): Promise<void> {
  // The newest counts, by its id: it sorts after those of before whatever the clock says.
  const last = await tx.controlOwner.findFirst({ where: { organizationId, controlId: { in: [...controlIds] } }, select: { id: true }, orderBy: { id: "desc" } });
  const data = controlIds.map((controlId) => ({ organizationId, id: newIdAfter("own", recordedAt.getTime(), last?.id ?? null), controlId, ...owner, recordedAt, recordedBy }));
  await tx.controlOwner.createMany({ data });
}

/** Gives the open requests of controls to an owner: those that nobody has, and those of the one given. @returns how many */
export async function giveRequests(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], from: OwnerRef | null, to: OwnerRef | null, revision: { revisedAt: Date; revisedBy: string }): Promise<number> {
  const nobody = { ownerMemberId: null, ownerPlaceholderId: null };
  const columns = (owner: OwnerRef) => ("memberId" in owner ? { ...nobody, ownerMemberId: owner.memberId } : { ...nobody, ownerPlaceholderId: owner.placeholderId });
  const { count } = await tx.evidenceRequest.updateMany({
    where: { organizationId, controlId: { in: [...controlIds] }, retiredAt: null, OR: from === null ? [nobody] : [nobody, columns(from)] },
    data: { ...(to === null ? nobody : columns(to)), ...revision },
  });
  return count;
}

/** A member who can own things; null for anybody else. */
export function findOwningMember(tx: TenantTransaction, organizationId: string, id: string): Promise<{ id: string; name: string } | null> {
  return tx.member.findFirst({ where: { organizationId, id, removedAt: null, role: { in: [...OWNING_ROLES] } }, select: { id: true, name: true } });
}

/** Every member who can own things, by name. */
export function owningMembers(tx: TenantTransaction, organizationId: string): Promise<{ id: string; name: string; email: string }[]> {
  return tx.member.findMany({ where: { organizationId, removedAt: null, role: { in: [...OWNING_ROLES] } }, select: { id: true, name: true, email: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
}
