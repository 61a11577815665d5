import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { shippedLibrary } from "./shipped-library.ts";
import { tailoredControls, type Tailoring } from "./tailoring.ts";

/** Which evidence requests of the library are asked, which are left out and why, and what the answers of today would change. */
export const readTailoring = defineVerb({
  name: "controls.read_tailoring",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({}),
  prepare: () => shippedLibrary(),
  run: async (args): Promise<Tailoring> => (await tailoredControls(args, args.prepared)).tailoring,
});
