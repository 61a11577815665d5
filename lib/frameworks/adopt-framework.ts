import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { adoptionsAt, insertAdoptions, lockAdoptions } from "./adoption.repository.ts";
import { contentHashes } from "./frameworks.repository.ts";

/** The key of an edition, shipped or the organization's own. */
export const frameworkKeyInput = z.string().min(1).max(64);

/**
 * Takes an edition as one that the organization works with: from now on its gaps are counted. Mappings into it that were
 * made before, also before it was left, hold as they are. Adopted already, with the content that it has now: nothing changes.
 *
 * @throws AppError not_found
 */
export const adoptFramework = defineVerb({
  name: "frameworks.adopt",
  permission: "frameworks.manage",
  effect: "write",
  input: z.strictObject({ key: frameworkKeyInput }),
  async run(args): Promise<{ adopted: boolean }> {
    const adopted = await adoptFrameworks(args, [args.input.key]);
    if (adopted.length === 0) args.unchanged();
    return { adopted: adopted.length > 0 };
  },
});

/**
 * The same inside another verb, for those of the editions that are not adopted as they are now.
 *
 * @returns the keys that were adopted by it
 */
export async function adoptFrameworks({ tx, context, now, audit }: Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">, keys: readonly string[]): Promise<string[]> {
  const { organizationId } = context;
  const hashes = await contentHashes(tx);
  await lockAdoptions(tx, organizationId);
  const before = await adoptionsAt(tx, organizationId);
  // An edition whose content was corrected since is adopted anew: with what it says now.
  const fresh = [...new Set(keys)].filter((key) => before.get(key)?.state !== "adopted" || before.get(key)?.contentHash !== hashes.get(key));
  const rows = fresh.map((frameworkKey) => {
    const contentHash = hashes.get(frameworkKey);
    if (contentHash === undefined) throw notFound("framework");
    return { id: newId("fad", now.getTime()), frameworkKey, number: (before.get(frameworkKey)?.number ?? 0) + 1, state: "adopted" as const, contentHash, reason: "", recordedAt: now, recordedBy: actorId(context.actor) };
  });
  await insertAdoptions(tx, organizationId, rows);
  for (const { frameworkKey, contentHash } of rows) await audit({ action: "framework.adopted", subjectKind: "framework", subjectId: frameworkKey, changes: { content_sha256: contentHash } });
  return fresh;
}
