// The door for servers; the same as the one for browsers.
export { STATUS_NAMES, STATUSES, isStatus, statusFacts, worstStatus } from "./status.ts";
export type { Status, StatusFacts, StatusGlyph, Tone } from "./status.ts";
