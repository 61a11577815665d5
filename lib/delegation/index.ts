/** The door of `lib/delegation` for servers: absences, and work given to others for a time. */
export { declareAbsence, type Absence } from "./declare-absence.ts";
export { delegateWork } from "./delegate-work.ts";
export { endDelegation } from "./end-delegation.ts";
export { listDelegations, type DelegationRow, type Delegations } from "./list-delegations.ts";
export { tellOfDelegations } from "./tell-people.ts";
