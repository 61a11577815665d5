import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { findMentionable } from "./comment.repository.ts";
import type { Mentionable } from "./mentions.ts";

/** People who can be named in a comment. For the organization's own people. */
export const listMentionable = defineVerb({
  name: "comments.list_mentionable",
  permission: "people.read",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx }): Promise<Mentionable[]> => findMentionable(tx),
});
