import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { shippedGlossary, type GlossaryWord } from "#lib/controls/index.ts";
import { FIRST_STEPS, type FirstStep } from "./first-steps.ts";
import { findAdministrators, type Administrator } from "./navigation.repository.ts";
import type { Release } from "./parse-changelog.ts";
import { shippedChangelog } from "./shipped-changelog.ts";

export type Help = { steps: readonly FirstStep[]; words: readonly GlossaryWord[]; releases: readonly Release[]; administrators: readonly Administrator[] };

/** Names are enough to ask one: who has a hundred administrators needs no list of them. */
const MOST_ADMINISTRATORS = 10;

/** What a person needs to find their way: where their role begins, whom to ask, what the words mean, what is new. */
export const readHelp = defineVerb({
  name: "navigation.read_help",
  permission: "help.read",
  effect: "read",
  input: z.strictObject({}),
  prepare: async () => ({ words: await shippedGlossary(), releases: await shippedChangelog() }),
  async run({ tx, context, prepared }): Promise<Help> {
    const { actor } = context;
    return { ...prepared, steps: actor.kind === "member" ? FIRST_STEPS[actor.role] : [], administrators: await findAdministrators(tx, MOST_ADMINISTRATORS) };
  },
});
