export { appendUpload, CHECKSUMS, readUploadState, type Checksum, type UploadState } from "./append-upload.ts";
export { beginUpload } from "./begin-upload.ts";
export { fileNameInput, keptName, mediaTypeInput, originalModifiedAtInput, originalPathInput } from "./claims.ts";
export { cancelUpload, sweepUpload } from "./end-upload.ts";
export { keepUpload } from "./keep-upload.ts";
export { MAX_UPLOAD_BYTES } from "./limits.ts";
export { receiveUpload } from "./receive-upload.ts";
export { takeApart, type TakenFile } from "./take-apart.ts";
export { blobLength, uploadedBy } from "./upload.repository.ts";
