import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { holdsFile, rememberedHeaders } from "./control-import.repository.ts";

/** Whether a file was sent to this organization, and how its columns were read the last time. @throws AppError not_found */
export const openFile = defineVerb({
  name: "control_import.open_file",
  permission: "controls.adopt",
  effect: "read",
  rate: "upload",
  input: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/).max(64) }),
  async run({ tx, context: { organizationId }, input }): Promise<{ remembered: Record<string, string> }> {
    if (!(await holdsFile(tx, organizationId, input.sha256))) throw notFound("file");
    return { remembered: await rememberedHeaders(tx, organizationId) };
  },
});
