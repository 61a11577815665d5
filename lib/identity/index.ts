export { createUser, emailInput, findUserByEmail, type NewUser } from "./create-user.ts";
export { defineGlobalVerb, isGlobalVerb, type GlobalContext, type GlobalVerb } from "./define-global-verb.ts";
export { enterEngagement, enterOrganization } from "./enter-organization.ts";
export { memberContext } from "./member-context.ts";
export { resolveSession, type ResolvedSession } from "./resolve-session.ts";
export { SESSION_LIFE } from "./session-life.ts";
