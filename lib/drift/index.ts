export * from "./client.ts";
export { countDrift, type DriftCount } from "./count-drift.ts";
export { listDrift, type DriftList, type DriftRow } from "./list-drift.ts";
export { noteFolder, type NotedFolder } from "./note-folder.ts";
export { readDrift, type DriftPage } from "./read-drift.ts";
export { settleDrift, type SettledDrift } from "./settle-drift.ts";
