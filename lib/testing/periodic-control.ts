import { adoptLibrary, type ControlFrequency, type LibraryControl } from "#lib/controls/index.ts";
import type { World } from "./world.ts";

/** What of a periodic control a test decides. */
export type PeriodicControl = { code: string; frequency: ControlFrequency | null; effectiveFrom: Date; kind?: "manual" | "automated"; title?: string; mappings?: LibraryControl["mappings"] };

/** Makes a control that people perform by the calendar, or another version of it, with one evidence request. */
export async function periodicControl(world: World, { code, frequency, effectiveFrom, kind = "manual", title = "Access is reviewed", mappings = [] }: PeriodicControl): Promise<{ controlId: string; requestId: string }> {
  const text = { statement: "The owner of each system goes through who can reach it.", context: "", scope: "", guidance: "", howTested: "", whySufficient: "", auditorValidates: "", privateLinks: "" };
  const request = { key: "review", title: "Record of the review", asks: "The list that was gone through.", freshnessDays: 92, accepts: ["note" as const, "upload" as const], answeredBy: [] };
  await adoptLibrary(world.asSystem("set-up"), {
    controls: [{ code, title, kind, frequency, trigger: frequency === null ? "Every release" : null, ownerTeam: "IT", processOwners: [], criticality: "high", mappings, evidenceRequests: [request], ...text }],
    effectiveFrom,
  });
  const control = await world.inTenant((tx) => tx.control.findFirstOrThrow({ where: { code }, include: { requests: true } }));
  return { controlId: control.id, requestId: control.requests[0]!.id };
}
