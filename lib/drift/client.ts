/** The door of `lib/drift` for browser code: pure words and kinds. */
export { awaitsDecision, DRIFT_CAUSES, DRIFT_SOURCES, type DriftCause, type DriftSource, type FieldDrift } from "./drift.ts";
