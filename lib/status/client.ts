// The whole domain is free of servers, so browser code takes it as it is.
export { STATUS_NAMES, statusFacts, worstStatus } from "./status.ts";
export type { Status, StatusFacts, StatusGlyph, Tone } from "./status.ts";
