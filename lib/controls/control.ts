import type { Position } from "#lib/content/index.ts";
import type { ControlTests } from "./test-steps.ts";

export const CONTROL_KINDS = ["manual", "automated"] as const;
export type ControlKind = (typeof CONTROL_KINDS)[number];

/** How often a control operates by the calendar; a control that waits for something has a trigger instead, or as well. */
export const CONTROL_FREQUENCIES = ["continuous", "daily", "weekly", "monthly", "quarterly", "semiannual", "annual"] as const;
export type ControlFrequency = (typeof CONTROL_FREQUENCIES)[number];

export const CRITICALITIES = ["low", "medium", "high", "critical"] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** `satisfies`: the control alone answers the requirement. `contributes`: it is one of several that do together. */
export const MAPPING_RELATIONS = ["satisfies", "contributes"] as const;
export type MappingRelation = (typeof MAPPING_RELATIONS)[number];

/**
 * Who says that the mapping holds: `seed` the control set this one descends from, `published` a public table,
 * `ours` the authors of this library, `customer` the organization that uses it.
 */
export const MAPPING_ORIGINS = ["seed", "published", "ours", "customer"] as const;
export type MappingOrigin = (typeof MAPPING_ORIGINS)[number];

/** What may answer an evidence request. */
export const SOURCE_KINDS = ["upload", "link", "note", "log_segment", "alert", "incident", "rule", "collection", "population", "check", "standard"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Control to requirement, pinned to an edition. */
export interface ControlMapping {
  framework: string;
  requirement: string;
  relation: MappingRelation;
  origin: MappingOrigin;
  rationale: string;
  /** The crosswalk row by which an older mapping was carried over; null when the mapping was made directly. */
  via: { crosswalk: string; from: string } | null;
  at: Position;
}

/** Something an auditor asks for to see that the control works. */
export interface EvidenceRequest {
  /** Stable key inside the control; what was collected keeps referring to it when the title is reworded. */
  key: string;
  title: string;
  /** What an auditor asks, in one or two sentences. */
  asks: string;
  /** After this many days without new evidence the request is stale. */
  freshnessDays: number;
  accepts: SourceKind[];
  /** Records of systems that answer it (`cloud.trail`), and `people`, where it is asked without any. Empty: people alone. */
  answeredBy: string[];
  at: Position;
}

/** The parts of a control that are prose (Markdown). */
export interface ControlSections {
  statement: string;
  context: string;
  scope: string;
  guidance: string;
  /** A test that is not parted into steps, as an organization's own controls may have it. Empty in the library. */
  howTested: string;
  whySufficient: string;
  auditorValidates: string;
  privateLinks: string;
}

/** Heading in the file for each part, in the order in which people read them. */
export const SECTION_HEADINGS: { [Part in keyof ControlSections]: string } = {
  statement: "Statement",
  context: "Context",
  scope: "Scope",
  guidance: "Guidance",
  howTested: "How it is tested",
  whySufficient: "Why that is sufficient",
  auditorValidates: "What the auditor validates",
  privateLinks: "Links for non-public tracking",
};

/** What the organization does, as a control file describes it. */
export interface ControlContent {
  code: string;
  title: string;
  kind: ControlKind;
  /** Null when the control only answers a trigger. At least one of frequency and trigger is there. */
  frequency: ControlFrequency | null;
  trigger: string | null;
  ownerTeam: string;
  processOwners: string[];
  criticality: Criticality;
  mappings: ControlMapping[];
  evidenceRequests: EvidenceRequest[];
  tests: ControlTests;
  sections: ControlSections;
}
