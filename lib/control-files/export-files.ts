import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { formatControlFile } from "./control-file.ts";
import { storedControls } from "./stored-controls.ts";

/** Every control of the organization, as it was recorded last, as a file each: in the order of codes, the same bytes every time. */
export const exportControlFiles = defineVerb({
  name: "control_files.export",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context }): Promise<{ name: string; text: string }[]> {
    return [...(await storedControls(tx, context.organizationId)).values()].map((control) => ({ name: `${control.code}.md`, text: formatControlFile(control) }));
  },
});
