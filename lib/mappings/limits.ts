/** Limits of mapping, in one place, each with its reason. */
export const MAPPING_LIMITS = {
  /** Mappings changed in one act: a screen's worth of proposals, in one transaction. */
  pairs: 500,
  /** Characters of a rationale: an auditor reads it in a line or a paragraph. */
  rationaleCharacters: 2000,
  /** Controls whose words are proposed for one requirement: more would be noise. */
  byWords: 3,
} as const;
