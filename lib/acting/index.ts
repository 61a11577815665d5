/** The door of `lib/acting` for servers: who acts for whom at an instant, and who has acted for whom. */
export { actedFor, controlsOfRequests, recordActing, whoActsAt, type ActedFor } from "./acting.repository.ts";
export { steadOf } from "./stead.ts";
export { WhoActs, type DelegationInForce } from "./who-acts.ts";
export { DELEGATED_KINDS, WORK_PERMISSIONS, type DelegatedKind, type Work, type WorkKind } from "./lent-work.ts";
