/** The door of `lib/navigation` for browsers. */
export type { RecordKind } from "./record-kind.ts";
export type { FoundRecord, SearchResult } from "./search.ts";
