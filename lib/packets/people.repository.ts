import { hkdfSync } from "node:crypto";
import { organizationKey } from "#lib/platform/blob-store/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { pseudonymsOf, type Person, type Pseudonym } from "./pseudonyms.ts";

/** Everybody whom a record of the organization can name: members, also former ones, the invited, and owners who are no members yet. */
async function peopleOf(tx: TenantTransaction, organizationId: string): Promise<Person[]> {
  const select = { id: true, name: true, email: true } as const;
  const members = await tx.member.findMany({ where: { organizationId }, select: { ...select, role: true }, orderBy: { id: "asc" } });
  const invited = await tx.invitation.findMany({ where: { organizationId }, select: { ...select, role: true }, orderBy: { id: "asc" } });
  const owners = await tx.placeholderOwner.findMany({ where: { organizationId }, select, orderBy: { id: "asc" } });
  // Whoever comes several times is told as the first record says: a member keeps one pseudonym.
  const first = new Map<string, Person>();
  return [...members, ...invited, ...owners.map((one) => ({ ...one, role: null }))].filter((one) => one.name.trim() !== "").map((one) => {
    const address = one.email.toLowerCase();
    const known = first.get(address) ?? one;
    first.set(address, known);
    return { ...one, id: known.id, role: known.role };
  });
}

/** How everybody is told in packets of one engagement, or in one packet: by a key that goes with the organization's own. */
export async function findPseudonyms(tx: TenantTransaction, organizationId: string, scope: string): Promise<Pseudonym[]> {
  const row = await tx.organizationKey.findFirst({ where: { organizationId }, orderBy: { id: "asc" } });
  if (row === null) throw new AppError("internal", "organization_key_missing", "The organization has no data key.");
  const own = organizationKey(runtime().masterKey, organizationId, row.wrappedKey);
  const key = Buffer.from(hkdfSync("sha256", own, Buffer.alloc(0), "tickmark packet pseudonyms v1", 32));
  return pseudonymsOf(await peopleOf(tx, organizationId), key, scope);
}
