/** The door of `lib/navigation` for browsers. */
export type { RecordKind } from "./record-kind.ts";
export type { FoundRecord, SearchResult } from "./search.ts";
export type { TextKind } from "./text-kind.ts";
export type { MarkedPart } from "./text-question.ts";
export type { FoundText } from "./texts.repository.ts";
