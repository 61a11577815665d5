import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findControl } from "./controls.repository.ts";
import type { LibraryControl } from "./library-input.ts";
import { groupMappings, type MappingGroup } from "./mapping-groups.ts";
import { operatesText } from "./operates.ts";
import { shippedLibrary } from "./shipped-library.ts";

export type LibraryControlPage = { control: LibraryControl; operates: string; adopted: boolean; mappings: MappingGroup[] };

/** One control of the shipped library, whole, before or after the organization took it. */
export const readLibraryControl = defineVerb({
  name: "controls.read_library_control",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({ code: z.string().min(1).max(64) }),
  prepare: () => shippedLibrary(),
  async run({ tx, scope, input, prepared: library }): Promise<LibraryControlPage> {
    const control = library.find((one) => one.code === input.code);
    if (control === undefined) throw notFound("control");
    const adopted = (await findControl(tx, scope, { code: control.code })) !== null;
    const mappings = control.mappings.map(({ framework, requirement, relation, origin, rationale }) => ({
      frameworkKey: framework, requirementCode: requirement, strength: relation, origin, rationale,
    }));
    return { control, operates: operatesText(control), adopted, mappings: await groupMappings(tx, mappings) };
  },
});
