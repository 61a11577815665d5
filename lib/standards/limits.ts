/** Limits of configuration standards, in one place, each with its reason. */
export const STANDARD_LIMITS = {
  /** Characters of a title and of the name of a system type: each stands in a row of a list. */
  line: 200,
  /** Characters of what a standard demands: a long document lies elsewhere, and its address stands here. */
  text: 20_000,
  /** Characters of a reason. */
  reason: 2_000,
  /** Types of resources of one standard. */
  types: 20,
  /** Checks of one standard: more than there are of any type. */
  checks: 100,
  /** Controls that one standard serves. */
  controls: 20,
  /** Standards of an organization, every version of each: they are read whole. */
  versions: 2_000,
  /** Days after its approval in which a standard is to be looked at again: once a year (PCI DSS 4.0.1, 12.1.2, as for policies). */
  reviewDays: 365,
} as const;
