import { z } from "zod";
import { defineVerb, textInput, type VerbArguments } from "#lib/access/index.ts";
import { putReconciliationDue } from "#lib/inventory/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { findDefinitions, insertDecision, insertDefinition, lockDefinitions, type Decision, type Definition } from "./definition.repository.ts";
import { scopeRulesSchema } from "./scope-rules.ts";

export const reasonInput = textInput(2_000).pipe(z.string().min(1, "Say why."));

/**
 * Proposes which resources are the population, and what of them is in scope and production. Another person approves it;
 * where nobody else could, it is in force at once, and says so.
 *
 * @throws AppError conflict (definition_open), while another proposal waits
 */
export const proposeDefinition = defineVerb({
  name: "reconciliation.propose_definition",
  permission: "inventory.define",
  effect: "write",
  input: z.strictObject({
    /** Types of resources, `*` standing for anything. */
    types: z.array(z.string().trim().min(1).max(200)).min(1, "Name at least one type of resource.").max(50),
    rules: scopeRulesSchema,
    reason: reasonInput,
  }),
  async run(args): Promise<{ id: string; version: number; inForce: boolean }> {
    const { tx, context, input, now } = args;
    const { organizationId } = context;
    await lockDefinitions(tx, organizationId);
    const [newest] = await findDefinitions(tx, organizationId, 1);
    if (newest !== undefined && newest.decision === null) throw new AppError("conflict", "definition_open", `Version ${newest.version} still waits for its approval. Approve or decline it first.`);
    const definition: Definition = { id: newId("pdf", now.getTime()), version: (newest?.version ?? 0) + 1, types: input.types, rules: input.rules, reason: input.reason, proposedBy: actorId(context.actor), proposedAt: now, decision: null };
    await insertDefinition(tx, organizationId, definition);
    await account(args, definition, "proposed", input.reason);
    const others = (await membersHolding(tx, organizationId, "inventory.define")).filter((id) => id !== definition.proposedBy);
    if (others.length === 0) await decide(args, definition, { decision: "approved", alone: true, reason: "" });
    return { id: definition.id, version: definition.version, inForce: others.length === 0 };
  },
});

/** Writes what became of a definition, where it is looked for. */
export async function decide(args: Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">, definition: Definition, { decision, alone, reason }: Pick<Decision, "decision" | "alone" | "reason">): Promise<void> {
  const { tx, context, now } = args;
  await insertDecision(tx, context.organizationId, definition.id, { decision, alone, reason, decidedBy: actorId(context.actor), decidedAt: now });
  if (decision === "approved") await putReconciliationDue(tx, now);
  await account(args, definition, decision, reason);
}

async function account({ tx, context, audit }: Pick<VerbArguments<unknown>, "tx" | "context" | "audit">, { id, version, types, rules }: Definition, step: "proposed" | "approved" | "declined", reason: string): Promise<void> {
  await appendPendingEntry(tx, context, { kind: `population_definition.${step}`, subjectId: id, record: { version, types, rules: JSON.parse(JSON.stringify(rules)) as typeof rules, reason } });
  await audit({ action: `population_definition.${step}`, subjectKind: "population_definition", subjectId: id, changes: { version, types: types.join(", "), rules: rules.length, reason } });
}
