/** The door of `lib/redaction` for servers: versions of files from which something was taken out, and who sees the originals. */
export { openOriginal } from "./read-original.ts";
export { readRedactable } from "./read-redactable.ts";
export { redactEvidence } from "./redact-evidence.ts";
