/** The door of `lib/readiness` for servers: how ready for an edition in a period, and how that went day by day. */
export type { BurnDay } from "./burn-down.ts";
export { burnColumns } from "./burn-down.geometry.ts";
export { readinessPdf, type ReadinessFacts } from "./readiness-pdf.ts";
export { burnWords, damagedWords, notKnownWords, shareWords, standingWords } from "./readiness-words.ts";
export { readReadinessOf, type ReadinessPage, type ReadinessRow } from "./read-readiness.ts";
