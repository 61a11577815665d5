import type { SourceKind } from "#prisma/generated/enums.ts";

/** What a source of each kind is called. */
export const SOURCE_KIND_WORDS: Readonly<Record<SourceKind, string>> = {
  upload: "File",
  link: "Link",
  note: "Note",
  log_segment: "Log segment",
  alert: "Alert",
  incident: "Incident",
  rule: "Rule",
  collection: "Collection",
  population: "Population",
  check: "Check",
  standard: "Configuration standard",
};

export const MACHINE_KINDS = ["log_segment", "alert", "incident", "collection", "population", "check"] as const satisfies readonly SourceKind[];

/**
 * Sources that no person wrote: who refers to one may judge it too, because its content is not theirs. A rule is
 * written by people.
 */
export function isMachineMade(kind: SourceKind): boolean {
  return (MACHINE_KINDS as readonly SourceKind[]).includes(kind);
}

/**
 * Whether a request that takes sources of some kinds takes one of this: what takes collections takes what checks made of them, what
 * takes notes takes links, because both are what somebody says, and what takes files takes a standard, because both are a document.
 */
export function admits(taken: readonly SourceKind[], kind: SourceKind): boolean {
  return admittedBy(kind).some((one) => taken.includes(one));
}

/** The kinds of which a request has to take one, so that it takes a source of this kind. */
export function admittedBy(kind: SourceKind): SourceKind[] {
  if (kind === "standard") return ["standard", "upload"];
  return kind === "check" ? ["check", "collection"] : kind === "link" ? ["link", "note"] : [kind];
}
