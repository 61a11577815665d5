export * from "./client.ts";
export { askInspection } from "./ask-inspection.ts";
export { filesHeldAt, type HeldFile } from "./held-file.repository.ts";
export { inspectFileJob } from "./inspect-file.job.ts";
export { inspectFileKind } from "./inspect-file.kind.ts";
export { newestInspection, newestInspections, newestRelease, newestReleases, type FileInspection, type FileRelease } from "./inspection.repository.ts";
export { lookInto, type FileToLookInto } from "./look-into.ts";
export { comparePdf } from "./pdf-drawings.ts";
export { releaseFile } from "./release-file.ts";
