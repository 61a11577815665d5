import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { ownFrameworkInput } from "./own-input.ts";
import { planOwnFramework, type OwnFrameworkPlan } from "./plan-own-framework.ts";

/** What a framework of one's own would change. Nothing is written. */
export const previewOwnFramework = defineVerb({
  name: "frameworks.preview_own",
  permission: "frameworks.manage",
  effect: "read",
  rate: "upload",
  input: z.strictObject({ framework: ownFrameworkInput }),
  run: ({ tx, scope, now, input }): Promise<OwnFrameworkPlan> => planOwnFramework(tx, scope, now, input.framework),
});
