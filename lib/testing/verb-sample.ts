import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Verb } from "#lib/access/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import type { FurnishedWorld } from "./furnished-world.ts";

/** How the generated suite calls one verb. Every verb has one: what is not here fails the suite. */
export type VerbSample = {
  verb: Verb;
  /** Who calls it: somebody who may. */
  as: Role | "system";
  /** An input that succeeds, once. It may do what has to come first, by the verbs of the people who would. */
  input(world: FurnishedWorld): Promise<unknown>;
  /** For a write that leaves no row in the audit trail: why, and the tables that it may change. Facts are never among them. */
  quiet?: {
    why: string; tables: readonly string[];
    /** Facts that a record accounts for by its hash, which the ledger has, and whose begin and end stand in the trail. */
    accounted?: readonly string[];
  };
  /** Undoes, in either organization, what would stand in the way of every other verb. */
  after?(world: FurnishedWorld): Promise<void>;
};

/** A verb's sample. In two steps, so that each input is checked against its own verb's schema. */
export const sample =
  <Schema extends z.ZodType, Output>(verb: Verb<Schema, Output>) =>
  (as: Role | "system", input: (world: FurnishedWorld) => z.input<Schema> | Promise<z.input<Schema>>, exception: Pick<VerbSample, "quiet" | "after"> = {}): VerbSample => ({
    verb: verb as unknown as Verb,
    as,
    input: async (world) => input(world),
    ...exception,
  });

/** The input of a verb that takes none. */
export const nothing = () => ({});

/** The SHA-256 of nothing that there is. */
export const someHash = (): string => randomBytes(32).toString("hex");
