import { effectiveAfter } from "#lib/platform/as-of.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Approval } from "./approval.ts";
import type { ControlVersionRow, NewControlVersion } from "./controls.repository.ts";

/** What makes a version. Links are the organization's own and no part of it; who approved it stands beside it. */
export type VersionContent = Pick<
  ControlVersionRow,
  "title" | "kind" | "frequency" | "operates" | "criticality" | "ownerTeam" | "processOwners" | "statement" | "context" | "scope" | "guidance" | "howTested" | "designTest" | "operatingTest" | "whySufficient" | "auditorValidates" | "linkNote"
>;

export function contentOf(version: VersionContent): VersionContent {
  const { title, kind, frequency, operates, criticality, ownerTeam, processOwners, statement, context, scope, guidance, howTested, designTest, operatingTest, whySufficient, auditorValidates, linkNote } = version;
  return { title, kind, frequency, operates, criticality, ownerTeam, processOwners, statement, context, scope, guidance, howTested, designTest, operatingTest, whySufficient, auditorValidates, linkNote };
}

type Act = { context: Context; now: Date };

/**
 * The version that follows the one recorded last; null when it says the same. Who stands behind statement and scope is
 * carried on while they stay as they are.
 *
 * @throws AppError precondition_failed for a control that is retired
 */
export function nextVersion({ context, now }: Act, controlId: string, last: ControlVersionRow | undefined, content: VersionContent, how: { effectiveFrom: Date; approval: Approval | null }): NewControlVersion | null {
  const fields = contentOf(content);
  const contentHash = sha256Hex(canonicalJson(fields));
  if (last?.contentHash === contentHash) return null;
  if (last !== undefined && last.retirement !== null) throw new AppError("precondition_failed", "control_retired", `${last.code} is retired. Reinstate it first; nothing was changed.`);
  const isReworded = last === undefined || last.statement !== fields.statement || last.scope !== fields.scope;
  return {
    ...fields,
    id: newId("cvr", now.getTime()),
    controlId,
    version: (last?.version ?? 0) + 1,
    effectiveFrom: effectiveAfter(last, how.effectiveFrom, now),
    recordedAt: now,
    recordedBy: actorId(context.actor),
    contentHash,
    links: last?.links ?? [],
    retirement: null,
    approval: isReworded ? how.approval : last.approval,
  };
}
