export { readInvitationLines, type InvitationLine } from "./invitation-lines.ts";
export { PEOPLE_LIMITS } from "./limits.ts";
export { ROLE_ORDER, ROLE_WORDS } from "./roles.ts";
