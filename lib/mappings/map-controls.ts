import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { changeMappings, type ChangedMappings } from "#lib/drafts/index.ts";
import { frameworkKeyInput, rationaleInput, requirementCodeInput, strengthInput } from "./inputs.ts";
import { MAPPING_LIMITS } from "./limits.ts";

/**
 * Maps controls to one requirement, or changes how they are mapped. The mapping is the organization's own from then on.
 *
 * @throws AppError not_found
 */
export const mapControls = defineVerb({
  name: "mappings.map",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({
    frameworkKey: frameworkKeyInput, requirementCode: requirementCodeInput,
    controlIds: z.array(idInput).min(1, "Choose at least one control.").max(MAPPING_LIMITS.pairs), strength: strengthInput, rationale: rationaleInput,
  }),
  async run(args): Promise<ChangedMappings> {
    const { frameworkKey, requirementCode, controlIds, strength, rationale } = args.input;
    const wanted = [...new Set(controlIds)].map((controlId) => ({ controlId, requirementCode, strength, rationale, origin: "customer" as const, retracted: false }));
    const changed = await changeMappings(args, frameworkKey, wanted, "mapping.changed");
    if (changed.pairs.length === 0) args.unchanged();
    return changed;
  },
});
