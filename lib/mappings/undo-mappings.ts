import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { frameworkKeyInput, requirementCodeInput } from "./inputs.ts";
import { MAPPING_LIMITS } from "./limits.ts";
import { countVersions, pairKey, versionsOfPairs } from "./mappings.repository.ts";
import { writeMappings, type ChangedMappings } from "./write-mappings.ts";

/**
 * Takes a change of mappings back: each pair is again as it was before. Nothing is removed, the change and its end are
 * both in the history.
 *
 * @throws AppError conflict when somebody changed one of them since; not_found
 */
export const undoMappings = defineVerb({
  name: "mappings.undo",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({
    frameworkKey: frameworkKeyInput,
    pairs: z.array(z.strictObject({ controlId: idInput, requirementCode: requirementCodeInput, versionId: idInput })).min(1).max(MAPPING_LIMITS.pairs),
  }),
  async run(args): Promise<ChangedMappings> {
    const { tx, context, input: { frameworkKey, pairs } } = args;
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
    return writeMappings(args, frameworkKey, wanted, "mapping.undone");
  },
});
