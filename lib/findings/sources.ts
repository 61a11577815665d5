import { z } from "zod";
import { authorize, idInput, lineInput, type VerbArguments } from "#lib/access/index.ts";
import { requireEngagement } from "#lib/engagements/index.ts";
import { incidentName, requireIncident } from "#lib/incidents/index.ts";
import { FINDING_LIMITS } from "./limits.ts";
import type { FindingSource } from "./words.ts";

/** What a person raises a finding from. The other sources are Tickmark's own. */
export const sourceInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("by_hand") }),
  z.strictObject({ kind: z.literal("policy"), name: lineInput(FINDING_LIMITS.title) }),
  z.strictObject({ kind: z.literal("incident"), incidentId: idInput }),
  z.strictObject({ kind: z.literal("engagement"), engagementId: idInput }),
]);

export type NamedSource = { sourceKind: FindingSource; sourceId: string | null; sourceName: string };

/**
 * The source as it is called now.
 * @throws AppError not_found for a record that is not there, or is another tenant's; forbidden for one that this person may not read
 */
export async function nameSource({ tx, scope, context }: Pick<VerbArguments<unknown>, "tx" | "scope" | "context">, source: z.output<typeof sourceInput>): Promise<NamedSource> {
  switch (source.kind) {
    case "by_hand":
      return { sourceKind: "by_hand", sourceId: null, sourceName: "" };
    case "policy":
      return { sourceKind: "policy", sourceId: null, sourceName: source.name };
    case "incident": {
      authorize(context, "incidents.read");
      const incident = await requireIncident(tx, scope, source.incidentId);
      return { sourceKind: "incident", sourceId: incident.id, sourceName: `${incidentName(incident)} ${incident.title}` };
    }
    case "engagement": {
      authorize(context, "engagements.read");
      const { id, name } = await requireEngagement(tx, scope, source.engagementId);
      return { sourceKind: "engagement", sourceId: id, sourceName: name };
    }
  }
}
