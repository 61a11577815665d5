import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { pairKey, versionsOfPairs, type Pair } from "#lib/controls/index.ts";
import { changeMappings, undoInDrafts, type ChangedMappings } from "#lib/drafts/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { frameworkKeyInput, requirementCodeInput } from "./inputs.ts";
import { MAPPING_LIMITS } from "./limits.ts";
import { countVersions } from "./mappings.repository.ts";

const pair = { controlId: idInput, requirementCode: requirementCodeInput };

/**
 * Takes a change of mappings back: each pair is again as it was before, in its draft where it still waited, else as a change of
 * its own. Nothing is removed, the change and its end are both in the history.
 *
 * @throws AppError conflict when somebody changed one of them since; not_found
 */
export const undoMappings = defineVerb({
  name: "mappings.undo",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({
    frameworkKey: frameworkKeyInput,
    pairs: z.array(z.union([z.strictObject({ ...pair, versionId: idInput }), z.strictObject({ ...pair, draftId: idInput, revision: z.number().int().min(1).max(100_000) })])).min(1).max(MAPPING_LIMITS.pairs),
  }),
  async run(args): Promise<ChangedMappings> {
    const { frameworkKey, pairs } = args.input;
    const drafted = pairs.flatMap((one) => ("draftId" in one ? [one] : []));
    if (drafted.length > 0) await undoInDrafts(args, drafted);
    const written = pairs.flatMap((one) => ("versionId" in one ? [one] : []));
    if (written.length === 0) return { frameworkKey, pairs: [], waiting: 0, unsent: 0, approval: null };
    return undoVersions(args, frameworkKey, written);
  },
});

async function undoVersions(args: VerbArguments<unknown>, frameworkKey: string, pairs: readonly (Pair & { versionId: string })[]): Promise<ChangedMappings> {
  const { tx, context } = args;
  if ((await countVersions(tx, context.organizationId, pairs.map((one) => one.versionId))) !== new Set(pairs.map((one) => one.versionId)).size) throw notFound("mapping");
  const last = await versionsOfPairs(tx, context.organizationId, frameworkKey, pairs);
  if (pairs.some((one) => !last.has(pairKey(one)))) throw notFound("mapping");
  if (pairs.some((one) => last.get(pairKey(one))?.id !== one.versionId)) {
    throw new AppError("conflict", "mapping_changed_since", "Somebody changed one of these mappings since; nothing was taken back.");
  }
  const before = await versionsOfPairs(tx, context.organizationId, frameworkKey, pairs, 2);
  const wanted = pairs.flatMap(({ controlId, requirementCode }) => {
    const now = last.get(pairKey({ controlId, requirementCode }));
    const then = before.get(pairKey({ controlId, requirementCode }));
    if (now === undefined) return [];
    const { strength, origin, rationale, retracted } = then ?? { ...now, rationale: "Taken back.", retracted: true };
    return [{ controlId, requirementCode, strength, origin, rationale, retracted }];
  });
  return changeMappings(args, frameworkKey, wanted, "mapping.undone");
}
