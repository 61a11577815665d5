export * from "./client.ts";
export { askInspection } from "./ask-inspection.ts";
export { inspectFileJob } from "./inspect-file.job.ts";
export { inspectFileKind } from "./inspect-file.kind.ts";
export { newestInspection, newestRelease, type FileInspection, type FileRelease } from "./inspection.repository.ts";
export { releaseFile } from "./release-file.ts";
export { StoredReader, type ReadFrom } from "./stored-reader.ts";
