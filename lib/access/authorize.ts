import type { Context, EngagementScope } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { roleHolds, type Permission } from "./permissions.ts";

/**
 * What an authorised caller may see. Repositories demand it, so nobody can query without having been authorised.
 * `engagement` is null for the organization's own people and set for an auditor, who sees its controls and period only.
 */
export type Scope = { readonly organizationId: string; readonly engagement: EngagementScope | null };

/**
 * Grants or refuses `permission` to the context's actor.
 *
 * @throws AppError forbidden
 */
export function authorize(context: Context, permission: Permission): Scope {
  const { actor } = context;
  if (actor.kind === "system") return { organizationId: context.organizationId, engagement: null };
  if (actor.kind === "api_key") {
    if (actor.scopes.includes(permission)) return { organizationId: context.organizationId, engagement: null };
    throw new AppError("forbidden", "scope_missing", `This key may not do this: it lacks the scope ${permission}.`);
  }
  // The one place where it is enforced: pages, actions, routes and jobs all come here. What an organization is called may be
  // read, so that a person learns where the factor is demanded.
  if (actor.owes === "provider" && permission !== "organization.read") {
    throw new AppError("forbidden", "provider_required", "This organization is entered through its own sign-in. Sign in there, then come back.");
  }
  if (actor.owes === "second_factor" && permission !== "organization.read") {
    throw new AppError("forbidden", "second_factor_required", "This organization demands a second factor. Set one up under your account, then come back.");
  }
  if (!roleHolds(actor.role, permission)) {
    throw new AppError("forbidden", "role_lacks_permission", "Your role does not allow this. An administrator of your organization can change it.");
  }
  if (actor.role === "auditor" && actor.engagement === null) {
    throw new AppError("forbidden", "no_engagement", "You have no open engagement here.");
  }
  return { organizationId: context.organizationId, engagement: actor.role === "auditor" ? actor.engagement : null };
}

/** Whether a control lies within the scope. */
export function scopeHolds(scope: Scope, controlId: string): boolean {
  return scope.engagement === null || scope.engagement.controlIds.includes(controlId);
}
