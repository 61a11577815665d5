import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findDefinition, lockDefinitions, type Definition } from "./definition.repository.ts";
import { decide, reasonInput } from "./propose-definition.ts";

async function requireOpen({ tx, context: { organizationId } }: VerbArguments<unknown>, id: string): Promise<Definition> {
  await lockDefinitions(tx, organizationId);
  const definition = await findDefinition(tx, organizationId, id);
  if (definition === null) throw notFound("definition");
  if (definition.decision !== null) throw new AppError("conflict", "definition_decided", `Version ${definition.version} was ${definition.decision.decision} already.`);
  return definition;
}

/** Puts a proposed definition in force: another person's word. @throws AppError not_found; conflict (definition_decided); precondition_failed (own_definition) */
export const approveDefinition = defineVerb({
  name: "reconciliation.approve_definition",
  permission: "inventory.define",
  effect: "write",
  input: z.strictObject({ definitionId: idInput }),
  async run(args): Promise<{ version: number }> {
    const definition = await requireOpen(args, args.input.definitionId);
    if (definition.proposedBy === actorId(args.context.actor)) throw new AppError("precondition_failed", "own_definition", "You proposed it: another person approves it.");
    await decide(args, definition, { decision: "approved", alone: false, reason: "" });
    return { version: definition.version };
  },
});

/** Lets a proposed definition fall: by another person, or by whoever proposed it. @throws AppError not_found; conflict (definition_decided) */
export const declineDefinition = defineVerb({
  name: "reconciliation.decline_definition",
  permission: "inventory.define",
  effect: "write",
  input: z.strictObject({ definitionId: idInput, reason: reasonInput }),
  async run(args): Promise<{ version: number }> {
    const definition = await requireOpen(args, args.input.definitionId);
    await decide(args, definition, { decision: "declined", alone: false, reason: args.input.reason });
    return { version: definition.version };
  },
});
