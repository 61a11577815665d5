import type { z } from "zod";
import { parseInput } from "#lib/access/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Database } from "#lib/platform/db.ts";
import { AppError, outcomeOf } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { measureVerb } from "#lib/platform/telemetry/metrics.ts";

/** Who asks, when no organization is involved. `caller` is null before sign-in. */
export type GlobalContext = {
  caller: { userId: string; sessionId: string } | null;
  requestId: string;
  clock: Clock;
};

export type GlobalVerbArguments<Input> = {
  context: GlobalContext;
  /** The signed-in caller's ids; empty strings when `access` is "anyone" and nobody is signed in. */
  caller: { userId: string; sessionId: string };
  /** The pool, not a transaction: hashing a password must not hold a connection. */
  database: Database;
  input: Input;
  now: Date;
};

export type GlobalVerbDefinition<Schema extends z.ZodType, Output> = {
  /** `identity.<verb>`, unique; the name in logs and in the generated suites. */
  name: `identity.${string}`;
  /** Whether a signed-in person is needed. A verb for the signed-in touches that person's own rows only. */
  access: "anyone" | "signed_in";
  /** A `write` leaves a sign_in_event, the trail of what happens outside of organizations. */
  effect: "read" | "write";
  input: Schema;
  run(args: GlobalVerbArguments<z.output<Schema>>): Promise<Output>;
};

export type GlobalVerb<Schema extends z.ZodType = z.ZodType, Output = unknown> = {
  (context: GlobalContext, input: z.input<Schema>): Promise<Output>;
  readonly globalDefinition: GlobalVerbDefinition<Schema, Output>;
};

/**
 * Makes a verb of the identity domain, which works before an organization is known and on global tables only:
 * it checks that somebody is signed in where that is due, parses, and runs.
 *
 * @throws AppError unauthorized, validation, and whatever `run` refuses with
 */
export function defineGlobalVerb<Schema extends z.ZodType, Output>(
  definition: GlobalVerbDefinition<Schema, Output>,
): GlobalVerb<Schema, Output> {
  const run = async (context: GlobalContext, input: z.input<Schema>): Promise<Output> => {
    if (definition.access === "signed_in" && context.caller === null) {
      throw new AppError("unauthorized", "signed_out", "You are signed out. Sign in again.");
    }
    const parsed = parseInput(definition.input, input);
    return definition.run({
      context,
      caller: context.caller ?? { userId: "", sessionId: "" },
      database: runtime().database,
      input: parsed,
      now: context.clock.now(),
    });
  };
  const verb = (context: GlobalContext, input: z.input<Schema>): Promise<Output> => measureVerb(definition.name, () => run(context, input), outcomeOf);
  return Object.assign(verb, { globalDefinition: definition });
}

/** Whether a value exported by a module is a global verb; the generated suites discover them with it. */
export function isGlobalVerb(value: unknown): value is GlobalVerb {
  return typeof value === "function" && "globalDefinition" in value;
}
