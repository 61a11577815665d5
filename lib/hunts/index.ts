/** The door of `lib/hunts` for servers: rules run over logs that are stored already. */
export { claimHunt, readHuntSegment, readHuntTexts } from "./claim-hunt.ts";
export * from "./client.ts";
export { commitHunt } from "./commit-hunt.ts";
export type { MatchRow } from "./hunt-match.repository.ts";
export { raiseMatches, type RaisedMatches } from "./raise-matches.ts";
export { listHuntMatches, listHunts, readHunt, readHuntMatch, type HuntListRow, type HuntReading, type HuntView, type MatchView } from "./read-hunt.ts";
export { recordHunt, requestHunt } from "./request-hunt.ts";
export { runHunt } from "./run-hunt.ts";
export { runHuntJob } from "./run-hunt.job.ts";
export { cancelHunt, failHunt, pauseHunt, resumeHunt } from "./steer-hunt.ts";
