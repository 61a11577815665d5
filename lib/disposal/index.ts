/** The door of `lib/disposal` for servers: evidence whose time is over is proposed, decided on by a person, and destroyed for good. */
export * from "./client.ts";
export { approveDisposal, keepLonger } from "./decide-disposal.ts";
export { disposeEvidenceJob } from "./dispose-evidence.job.ts";
export { listDispositions, type DisposalList, type DisposalRow } from "./list-dispositions.ts";
export { proposeOriginal } from "./propose-original.ts";
export { proposeDisposal } from "./propose-disposal.ts";
