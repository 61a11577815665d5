import type { VerbArguments } from "#lib/access/index.ts";
import { tellOfStoppedKeys } from "#lib/api-keys/index.ts";
import { keepAnAdministrator, setRole, type MemberRow } from "#lib/people/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import type { MappedRole } from "./mapped-role.ts";
import { syncTeams, type ProviderRow } from "./provider.repository.ts";

/** What is left to somebody whom the provider gives no role any more, until an administrator decides. */
const LEAST = "employee";

/**
 * Gives a member the role and teams that the provider gives now, and takes away what it gives no longer. Where no claim
 * is mapped, roles are given by people and stay. The last administrator stays one, and so do those who break the glass:
 * a change in the company's directory must not lock an organization out of itself.
 *
 * @returns false when the provider gives no role: the member keeps the least, and is not let in
 */
export async function applyProviderRole(args: VerbArguments<unknown>, provider: ProviderRow, member: MemberRow, mapped: MappedRole): Promise<boolean> {
  if (provider.roleClaim === "" || member.role === "auditor") return true;
  const { tx, context: { organizationId }, audit } = args;
  const after = mapped.role ?? LEAST;
  if (after !== member.role) {
    const kept = member.role === "admin" && !(await mayLoseAdmin(args, provider, member));
    if (!kept) await setRole(tx, organizationId, member.id, after);
    await tellOfStoppedKeys(args, member.id);
    const changes = { role: { before: member.role, after: kept ? member.role : after }, by: "provider", given: mapped.role };
    await audit({ action: kept ? "member.role_kept" : "member.role_changed", subjectKind: "member", subjectId: member.id, changes });
    if (kept) return true;
  }
  const managed = [...new Set(provider.roles.flatMap(({ teamIds }) => teamIds))];
  const { joined, left } = await syncTeams(tx, organizationId, member.id, { managed, wanted: mapped.teamIds });
  if (joined.length + left.length > 0) await audit({ action: "member.teams_changed", subjectKind: "member", subjectId: member.id, changes: { joined, left, by: "provider" } });
  return mapped.role !== null;
}

async function mayLoseAdmin({ tx }: VerbArguments<unknown>, provider: ProviderRow, member: MemberRow): Promise<boolean> {
  if (provider.exemptMemberIds.includes(member.id)) return false;
  try {
    await keepAnAdministrator(tx, member.id);
    return true;
  } catch (error) {
    if (isAppError(error) && error.reason === "last_admin") return false;
    throw error;
  }
}
