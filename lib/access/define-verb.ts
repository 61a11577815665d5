import type { z } from "zod";
import { recordEntry, type AuditEntry } from "#lib/audit-trail/record-entry.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { AppError, isAppError, outcomeOf } from "#lib/platform/errors.ts";
import type { JobKind } from "#lib/platform/job.ts";
import { log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { endSharedRead, withSharedRead } from "#lib/platform/shared-read.ts";
import { measureVerb } from "#lib/platform/telemetry/metrics.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import { authorize, type Scope } from "./authorize.ts";
import { enqueueJob } from "./enqueue-job.ts";
import { limitRate } from "./limit-rate.ts";
import { parseInput } from "./parse-input.ts";
import type { Permission } from "./permissions.ts";
import type { RateName } from "./rates.ts";
import { refuseWhileLeaving } from "./refuse-while-leaving.ts";

export type VerbArguments<Input, Prepared = unknown> = {
  context: Context;
  scope: Scope;
  tx: TenantTransaction;
  input: Input;
  /** What {@link VerbDefinition.prepare} answered. */
  prepared: Prepared;
  /** The instant of this act: the same for everything that it writes. */
  now: Date;
  /** Adds a row to the audit trail. A writing verb calls it, or {@link VerbArguments.unchanged}. */
  audit(entry: AuditEntry): Promise<void>;
  /** Says that the act changed nothing (it was done already): no audit-trail row is due. */
  unchanged(): void;
  /** Starts a job if, and only if, this transaction commits. Answers the id of its job_run. */
  enqueue<Payload>(job: JobKind<Payload>, payload: Payload, subjectId: string): Promise<string>;
};

export type VerbDefinition<Schema extends z.ZodType, Output, Prepared = unknown> = {
  /** `<domain>.<verb>`, unique; the name in logs and in the generated suites. */
  name: `${string}.${string}`;
  permission: Permission;
  /** `read` runs in a read-only transaction; `write` must leave an audit-trail row. */
  effect: "read" | "write";
  /** Also done by people while the deletion of their organization is pending: cancelling it, taking data away, being recorded as a reader, reading one's own inbox. */
  whileLeaving?: true;
  /** What it counts as where it is no ordinary write; `none` for what looking at a page does by itself. */
  rate?: RateName | "none";
  input: Schema;
  /** Slow work that needs no row of the organization, such as hashing a password: done before the transaction begins. */
  prepare?(input: z.output<Schema>, context: Context): Promise<Prepared>;
  run(args: VerbArguments<z.output<Schema>, Prepared>): Promise<Output>;
};

export type Verb<Schema extends z.ZodType = z.ZodType, Output = unknown> = {
  (context: Context, input: z.input<Schema>): Promise<Output>;
  readonly definition: VerbDefinition<Schema, Output>;
};

/**
 * Makes a verb: authorise, parse, one tenant transaction, write, audit-trail row in it, or nothing at all.
 * Authorisation comes before parsing, so a caller without the permission learns nothing about the input.
 *
 * @throws AppError forbidden, validation, limit_exceeded, and whatever `run` refuses with
 */
export function defineVerb<Schema extends z.ZodType, Output, Prepared = undefined>(
  definition: VerbDefinition<Schema, Output, Prepared>,
): Verb<Schema, Output> {
  const run = async (context: Context, input: z.input<Schema>): Promise<Output> => {
    const scope = authorizeVerb(context, definition);
    const parsed = parseInput(definition.input, input);
    const rate = definition.rate ?? (definition.effect === "write" ? "write" : "none");
    if (rate !== "none") await limitRate(context, rate);
    const prepared = (await definition.prepare?.(parsed, context)) as Prepared;
    const { database } = runtime();
    const work = (tx: TenantTransaction): Promise<Output> => execute(definition, context, scope, tx, { input: parsed, prepared });
    if (definition.effect === "read") return withSharedRead(database, context, work);
    try {
      return await withTenant(database, context.organizationId, work);
    } finally {
      endSharedRead(context);
    }
  };
  const verb = (context: Context, input: z.input<Schema>): Promise<Output> => measureVerb(definition.name, () => run(context, input), outcomeOf, { "tickmark.organization": context.organizationId, "tickmark.actor": actorId(context.actor) });
  return Object.assign(verb, { definition });
}

// Who tries what they may not is told to whoever reads the log, by ids alone.
function authorizeVerb(context: Context, { name, permission }: { name: string; permission: Permission }): Scope {
  try {
    const scope = authorize(context, permission);
    if (permission !== "system.maintain" || context.actor.kind === "system") return scope;
    throw new AppError("forbidden", "system_only", "Only Tickmark itself does this.");
  } catch (error) {
    if (isAppError(error)) log.warn("access.refused", { verb: name, reason: error.reason, organization: context.organizationId, by: actorId(context.actor), request: context.requestId });
    throw error;
  }
}

async function execute<Schema extends z.ZodType, Output, Prepared>(
  definition: VerbDefinition<Schema, Output, Prepared>,
  context: Context,
  scope: Scope,
  tx: TenantTransaction,
  given: { input: z.output<Schema>; prepared: Prepared },
): Promise<Output> {
  if (definition.effect === "write" && definition.whileLeaving !== true && context.actor.kind !== "system") await refuseWhileLeaving(tx);
  const now = context.clock.now();
  let accounted = definition.effect === "read";
  const output = await definition.run({
    context,
    scope,
    tx,
    ...given,
    now,
    audit: async (entry) => {
      accounted = true;
      await recordEntry(tx, context, entry);
    },
    unchanged: () => {
      accounted = true;
    },
    enqueue: (job, payload, subjectId) => enqueueJob(tx, context, job, payload, subjectId),
  });
  if (!accounted) throw new AppError("internal", "audit_missing", `${definition.name} wrote no audit-trail row`);
  return output;
}

/** Whether a value exported by a module is a verb; the generated suites discover them with it. */
export function isVerb(value: unknown): value is Verb {
  return typeof value === "function" && "definition" in value;
}
