import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { systemAnswers, type SystemAnswers } from "./system-answer.repository.ts";

/** What the organization said that it runs, by kind. */
export const listSystems = defineVerb({
  name: "systems.list",
  permission: "systems.manage",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx }): Promise<SystemAnswers> => systemAnswers(tx),
});
