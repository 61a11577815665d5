import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { decide, reasonInput } from "./propose-standard.ts";
import { findStandardVersion, lockStandards } from "./standard.repository.ts";
import type { Standard } from "./standard.ts";

async function requireOpen({ tx, context: { organizationId } }: VerbArguments<unknown>, id: string): Promise<Standard> {
  await lockStandards(tx, organizationId);
  const standard = await findStandardVersion(tx, organizationId, id);
  if (standard === null) throw notFound("standard");
  if (standard.decision !== null) throw new AppError("conflict", "standard_decided", `Version ${standard.version} was ${standard.decision.decision} already.`);
  return standard;
}

/** Puts a proposed version in force, or ends the standard where it says so: another person's word. @throws AppError not_found; conflict (standard_decided); precondition_failed (own_standard) */
export const approveStandard = defineVerb({
  name: "standards.approve",
  permission: "standards.manage",
  effect: "write",
  input: z.strictObject({ standardId: idInput }),
  async run(args): Promise<{ version: number }> {
    const standard = await requireOpen(args, args.input.standardId);
    if (standard.proposedBy === actorId(args.context.actor)) throw new AppError("precondition_failed", "own_standard", "You proposed it: another person approves it.");
    await decide(args, standard, { decision: "approved", alone: false, reason: "" });
    return { version: standard.version };
  },
});

/** Lets a proposed version fall: by another person, or by whoever proposed it. @throws AppError not_found; conflict (standard_decided) */
export const declineStandard = defineVerb({
  name: "standards.decline",
  permission: "standards.manage",
  effect: "write",
  input: z.strictObject({ standardId: idInput, reason: reasonInput }),
  async run(args): Promise<{ version: number }> {
    const standard = await requireOpen(args, args.input.standardId);
    await decide(args, standard, { decision: "declined", alone: false, reason: args.input.reason });
    return { version: standard.version };
  },
});
