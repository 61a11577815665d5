import { z } from "zod";
import { idInput, textInput } from "#lib/access/index.ts";
import { MAPPING_LIMITS } from "./limits.ts";

export const frameworkKeyInput = z.string().min(1).max(64);
export const requirementCodeInput = z.string().min(1).max(64);
export const pairsInput = z.array(z.strictObject({ controlId: idInput, requirementCode: requirementCodeInput })).min(1, "Choose at least one.").max(MAPPING_LIMITS.pairs);
export const rationaleInput = textInput(MAPPING_LIMITS.rationaleCharacters).min(1, "Say why, for whoever examines it.");
export const strengthInput = z.enum(["satisfies", "contributes"]);
