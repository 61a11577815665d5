import type { Position } from "#lib/content/index.ts";

/** A heading under which a framework lists its requirements. Titles are our own words. */
export interface FrameworkGroup {
  id: string;
  title: string;
  /** The group above, or null at the top. */
  parent: string | null;
  at: Position;
}

/** One numbered item of a standard. The identifier is a fact; the title is our own words, never the publisher's text. */
export interface FrameworkRequirement {
  id: string;
  title: string;
  /** The group it is listed under; null when the file names none, which the content lint reports. */
  group: string | null;
  /** The requirement it refines (PCI DSS 10.2.1.4 refines 10.2.1), or null. */
  parent: string | null;
  /** True when the publisher introduced it in this edition. */
  newInEdition: boolean;
  at: Position;
}

/** A standard in one edition. */
export interface Framework {
  /** Edition-pinned identifier such as `pci-dss-4.0.1`; mappings name it, so bare numbers are never compared. */
  id: string;
  name: string;
  edition: string;
  publisher: string;
  /** What the framework itself calls an item: criterion, Annex A control, requirement. */
  itemLabel: { one: string; many: string };
  /** First and last day of validity, inclusive, `YYYY-MM-DD`; null where not certain. */
  validFrom: string | null;
  validUntil: string | null;
  /** What the dates mean and where they come from; null when there are none. */
  validityNote: string | null;
  /** The edition that took its place, or null: mappings may be carried over to it by a crosswalk, never by number. */
  supersededBy: string | null;
  supersededByAt: Position;
  /** Where identifiers and structure come from. */
  source: string;
  /** What the standard contains and this file does not. Empty only when the file is the whole standard. */
  notCovered: string[];
  groups: FrameworkGroup[];
  requirements: FrameworkRequirement[];
}
