export { assignOwner, type AssignedOwner } from "./assign-owner.ts";
export { listOwners, type OwnedControl, type Owners } from "./list-owners.ts";
export { ownersInForce, owningMembers, type ControlOwner } from "./ownership.repository.ts";
export { readOwner } from "./read-owner.ts";
export { settleOwner } from "./settle-owner.ts";
