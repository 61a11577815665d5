import { frequencyAndTrigger, OWN_REQUEST, type LibraryControl } from "#lib/controls/index.ts";
import { oneLine, requestLine } from "./request-line.ts";
import type { PlannedControl } from "./plan.ts";

/** Days after which an answer is stale, by how often the control operates; a year where the sheet does not say. */
const FRESHNESS: Readonly<Record<string, number>> = { continuous: 7, daily: 7, weekly: 14, monthly: 31, quarterly: 92, semiannual: 183, annual: 365 };

/**
 * An imported control in the form in which libraries are adopted. Of a control that the organization has, everything that
 * the sheet does not name stays as it is: other texts, mappings, requests.
 */
export function toLibraryControl(planned: PlannedControl, relation: "satisfies" | "contributes", fileName: string): LibraryControl {
  const { existing, owner } = planned;
  const { version } = existing ?? {};
  const isSilent = planned.frequency === null && planned.trigger === null;
  const { frequency, trigger } = isSilent ? frequencyAndTrigger(version?.operates ?? "Not stated") : planned;
  return {
    code: planned.code,
    title: planned.title,
    kind: planned.kind ?? (version?.kind === "automated" ? "automated" : "manual"),
    frequency,
    trigger,
    ownerTeam: version?.ownerTeam ?? owner?.name ?? "Not stated",
    processOwners: version?.processOwners ?? [],
    criticality: version?.criticality ?? null,
    mappings: mappingsOf(planned, relation, fileName),
    evidenceRequests: requestsOf(planned),
    statement: planned.statement ?? version?.statement ?? planned.title,
    context: version?.context ?? "",
    scope: version?.scope ?? "",
    guidance: version?.guidance ?? "",
    howTested: version?.howTested ?? "",
    designTest: planned.designTest ?? version?.designTest ?? [],
    operatingTest: planned.operatingTest ?? version?.operatingTest ?? [],
    whySufficient: version?.whySufficient ?? "",
    auditorValidates: version?.auditorValidates ?? "",
    privateLinks: version?.linkNote ?? "",
  };
}

function mappingsOf({ existing, mappings }: PlannedControl, relation: "satisfies" | "contributes", fileName: string): LibraryControl["mappings"] {
  const held = (existing?.mappings ?? []).filter((one) => !one.retracted);
  const fresh = mappings.filter((one) => !held.some((each) => each.frameworkKey === one.framework && each.requirementCode === one.requirement));
  return [
    ...held.map((one) => {
      const said = mappings.find((each) => each.framework === one.frameworkKey && each.requirement === one.requirementCode)?.relation ?? one.strength;
      return { framework: one.frameworkKey, requirement: one.requirementCode, relation: said, origin: one.origin, rationale: one.rationale };
    }),
    ...fresh.map((one) => ({ ...one, relation: one.relation ?? relation, origin: "customer" as const, rationale: `Stated in the organization’s own list, ${fileName}.` })),
  ];
}

function requestsOf({ existing, requests, frequency }: PlannedControl): LibraryControl["evidenceRequests"] {
  const live = [...(existing?.requests ?? [])].filter((one) => one.retiredAt === null).sort((a, b) => a.position - b.position);
  const asked = new Set(live.map(requestLine));
  const taken = new Set((existing?.requests ?? []).map((one) => one.key));
  let number = 0;
  const freshKey = (): string => {
    do number += 1; while (taken.has(`${OWN_REQUEST}${number}`));
    return `${OWN_REQUEST}${number}`;
  };
  return [
    ...live.map(({ key, title, guidance, freshnessDays, sourceKinds }) => ({ key, title, asks: guidance, freshnessDays, accepts: sourceKinds, answeredBy: [] })),
    ...[...new Set(requests)].filter((text) => !asked.has(oneLine(text))).map((text) => ({
      key: freshKey(), title: text.length > 120 ? `${text.slice(0, 119)}…` : text, asks: text, freshnessDays: FRESHNESS[frequency ?? "annual"] ?? 365, accepts: ["upload" as const, "note" as const], answeredBy: [],
    })),
  ];
}
