import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { libraryInput } from "./library-input.ts";
import { noteLibrary } from "./note-library.ts";
import { writeAdoption, type Adoption } from "./write-adoption.ts";

/**
 * Makes the controls of a library the organization's own, and brings those that it has already to the library's text.
 * Idempotent. Controls that the library does not have are left alone. Owners, links and evidence of the organization
 * stay as they are.
 *
 * `effectiveFrom` is when what is written starts to hold (now, unless said otherwise); it is recorded now in any case.
 */
export const adoptLibrary = defineVerb({
  name: "controls.adopt_library",
  permission: "controls.adopt",
  effect: "write",
  input: z.strictObject({ controls: libraryInput, effectiveFrom: z.date().optional() }),
  async run(args): Promise<Adoption> {
    const { tx, context, scope, now, input, audit, unchanged } = args;
    const done = await writeAdoption({ tx, context, scope, now, controls: input.controls, effectiveFrom: input.effectiveFrom ?? now });
    const noted = await noteLibrary(args, input.controls);
    if (noted === 0 && Object.values(done).every((count) => count === 0)) unchanged();
    else await audit({ action: "library.adopted", subjectKind: "organization", subjectId: context.organizationId, changes: done });
    return done;
  },
});
