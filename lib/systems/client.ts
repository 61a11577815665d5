// Pure: forms show it, content is checked by it, requests are worded with it.
export { ANSWERERS, kindFacts, recordPlace, SYSTEM_KIND_NAMES, systemName, type SystemKind } from "./system-kinds.ts";
