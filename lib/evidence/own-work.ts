import { actedFor } from "#lib/acting/index.ts";
import { keyAuthors } from "#lib/api-keys/index.ts";
import { actorId, type Actor } from "#lib/platform/context.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { isMachineMade } from "./source-words.ts";

type Submitted = { id: string; submittedBy: string; sourceKind: SourceKind };

/**
 * Tells what is somebody's own work, which another person has to review: what they submitted in their own words, or had
 * an API key of theirs or a stand-in hand in. Machine-made sources are nobody's words.
 */
export async function ownWorkOf(tx: TenantTransaction, organizationId: string, actor: Actor, evidence: readonly Submitted[]): Promise<(one: Submitted) => boolean> {
  const self = actorId(actor);
  const keys = await keyAuthors(tx, organizationId, evidence.map(({ submittedBy }) => submittedBy));
  const stead = await actedFor(tx, organizationId, evidence.map(({ id }) => id));
  const isTheirs = ({ id, submittedBy }: Submitted): boolean => submittedBy === self || keys.get(submittedBy)?.makerMemberId === self || (stead.get(id)?.some((one) => one.memberId === self) ?? false);
  return (one) => !isMachineMade(one.sourceKind) && isTheirs(one);
}
