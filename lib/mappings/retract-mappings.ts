import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { pairKey, versionsOfPairs } from "#lib/controls/index.ts";
import { changeMappings, type ChangedMappings } from "#lib/drafts/index.ts";
import { frameworkKeyInput, pairsInput, rationaleInput } from "./inputs.ts";

/** Takes mappings back from now on; what they were stays in the history. @throws AppError not_found */
export const retractMappings = defineVerb({
  name: "mappings.retract",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({ frameworkKey: frameworkKeyInput, pairs: pairsInput, reason: rationaleInput }),
  async run(args): Promise<ChangedMappings> {
    const { frameworkKey, pairs, reason } = args.input;
    const last = await versionsOfPairs(args.tx, args.context.organizationId, frameworkKey, pairs);
    const wanted = pairs.map(({ controlId, requirementCode }) => {
      const before = last.get(pairKey({ controlId, requirementCode }));
      return { controlId, requirementCode, strength: before?.strength ?? ("contributes" as const), origin: before?.origin ?? ("customer" as const), rationale: reason, retracted: true };
    });
    const changed = await changeMappings(args, frameworkKey, wanted, "mapping.retracted");
    if (changed.pairs.length === 0) args.unchanged();
    return changed;
  },
});
