export { readInvitationLines, type InvitationLine } from "./invitation-lines.ts";
export { PEOPLE_LIMITS } from "./limits.ts";
export { OWNING_ROLES, ROLE_ORDER, ROLE_WORDS } from "./roles.ts";
