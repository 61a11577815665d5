import { z } from "zod";
import { defineVerb, memberNames } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { definitionAt, findDefinitions, type Decision, type Definition } from "./definition.repository.ts";
import { VERSIONS_SHOWN } from "./limits.ts";
import { typesSeen } from "./population.repository.ts";

export type DefinitionView = Omit<Definition, "decision"> & { proposedByName: string; decision: (Decision & { decidedByName: string }) | null; /** Whether whoever asks may approve it. */ canApprove: boolean };

export type Definitions = {
  /** Null while nothing was approved: then every type that looks like a machine is the population, in scope and production. */
  inForce: DefinitionView | null;
  /** The newest first. */
  versions: DefinitionView[];
  /** Types of resources that were collected, with how many there are. */
  types: { type: string; count: number }[];
};

/** What the population is, what was proposed, and how it came about. */
export const readDefinition = defineVerb({
  name: "reconciliation.read_definition",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId, actor }, now }): Promise<Definitions> {
    const rows = await findDefinitions(tx, organizationId, VERSIONS_SHOWN);
    const inForce = await definitionAt(tx, organizationId, now);
    const names = await memberNames(tx, organizationId, [...rows, ...(inForce === null ? [] : [inForce])].flatMap(({ proposedBy, decision }) => [proposedBy, ...(decision === null ? [] : [decision.decidedBy])]));
    const nameOf = (id: string): string => names.get(id) ?? "Somebody who has left";
    const view = (row: Definition): DefinitionView => ({ ...row, proposedByName: nameOf(row.proposedBy), decision: row.decision && { ...row.decision, decidedByName: nameOf(row.decision.decidedBy) }, canApprove: row.decision === null && row.proposedBy !== actorId(actor) });
    return { inForce: inForce === null ? null : view(inForce), versions: rows.map(view), types: (await typesSeen(tx, organizationId)).filter(({ count }) => count > 0) };
  },
});
