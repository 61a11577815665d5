import type { Criticality } from "#lib/controls/index.ts";

/** How critical the systems in scope of a control are. */
export const CRITICALITY_WORDS: Readonly<Record<Criticality, string>> = { low: "Low", medium: "Medium", high: "High", critical: "Critical" };
