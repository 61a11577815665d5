import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { holdsFrameworkFile } from "./own-frameworks.repository.ts";

/** A file by the hash of its bytes. */
export const fileHashInput = z.string().regex(/^[0-9a-f]{64}$/).max(64);

/** Whether a file was sent to this organization, and who stands behind a framework that does not say so. @throws AppError not_found */
export const openFrameworkFile = defineVerb({
  name: "frameworks.open_file",
  permission: "frameworks.manage",
  effect: "read",
  rate: "upload",
  input: z.strictObject({ sha256: fileHashInput }),
  async run(args): Promise<{ publisher: string }> {
    if (!(await holdsFrameworkFile(args.tx, args.context.organizationId, args.input.sha256))) throw notFound("file");
    return { publisher: (await readOrganization.definition.run({ ...args, input: {} })).name };
  },
});
