import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { pairKey, requireControls, shippedLibrary } from "#lib/controls/index.ts";
import { changeMappings, type ChangedMappings } from "#lib/drafts/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { frameworkKeyInput, pairsInput } from "./inputs.ts";
import { mappingFacts } from "./mapping-facts.ts";

/**
 * Accepts proposals: as strong as they are proposed, or all as contributions. Their reasons become rationales. They are
 * worked out again here, so that nothing is accepted that is no longer proposed.
 *
 * @throws AppError conflict when one is no longer proposed; not_found
 */
export const acceptProposals = defineVerb({
  name: "mappings.accept",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({ frameworkKey: frameworkKeyInput, pairs: pairsInput, as: z.enum(["proposed", "contributes"]) }),
  prepare: () => shippedLibrary(),
  async run(args): Promise<ChangedMappings> {
    const { frameworkKey, pairs, as } = args.input;
    await requireControls(args.tx, args.scope, pairs.map((one) => one.controlId));
    const { proposals } = await mappingFacts(args, frameworkKey, args.prepared);
    const known = new Map(proposals.map((one) => [pairKey(one), one]));
    const wanted = [...new Set(pairs.map(pairKey))].map((key) => {
      const proposal = known.get(key);
      if (proposal === undefined) throw new AppError("conflict", "not_proposed", "One of these is no longer proposed: it is mapped already, or what it rested on has changed. Nothing was mapped.");
      const { controlId, requirementCode, strength, reason } = proposal;
      return { controlId, requirementCode, strength: as === "proposed" ? strength : ("contributes" as const), rationale: reason, origin: "customer" as const, retracted: false };
    });
    return changeMappings(args, frameworkKey, wanted, "mapping.changed");
  },
});
