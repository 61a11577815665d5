/** The door of `lib/stored-files` for servers. */
export * from "./client.ts";
export { damagedFiles, type FileStanding, fileStanding } from "./damage.repository.ts";
export { keepBlob } from "./keep-blob.ts";
export { lookAtFileAgain } from "./look-at-file-again.ts";
export { lookAtFile, lookAtFileJob } from "./look-at-file.job.ts";
export { lookAtFilesJob } from "./look-at-files.job.ts";
export { FILES_DUE, lookAtFilesFrom } from "./look.repository.ts";
export { orDamage, readWatched, readWhole } from "./read-watched.ts";
export { runDueLook } from "./begin-look.ts";
