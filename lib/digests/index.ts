export { claimWorkDigest } from "./claim-work-digest.ts";
export { sendWorkDigestJob } from "./send-work-digest.job.ts";
