export * from "./client.ts";
export { askInspection } from "./ask-inspection.ts";
export { filesHeldAt, type HeldFile } from "./held-file.repository.ts";
export { inspectFileJob } from "./inspect-file.job.ts";
export { inspectFileKind } from "./inspect-file.kind.ts";
export { newestInspection, newestInspections, newestRelease, type FileInspection, type FileRelease } from "./inspection.repository.ts";
export { comparePdf } from "./pdf-drawings.ts";
export { releaseFile } from "./release-file.ts";
export { StoredReader, type ReadFrom } from "./stored-reader.ts";
