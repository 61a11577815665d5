/** Limits of decisions on differences, in one place, each with its reason. */
export const DRIFT_LIMITS = {
  /** Controls decided on in one act: a screen's worth, in one transaction. */
  together: 100,
  /** Fields of one control: its texts, and every mapping and request that it may have. */
  fields: 700,
} as const;
