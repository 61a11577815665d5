import type { Scope } from "#lib/access/index.ts";
import { findControl } from "#lib/controls/index.ts";
import { findEvidenceDetail } from "#lib/evidence/index.ts";
import { requireIncident } from "#lib/incidents/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findingIsInScope, packetIsInScope } from "./engagement.repository.ts";

/** What an auditor can look at in the portal. */
export const VIEWED_KINDS = ["home", "control_list", "control", "evidence_list", "evidence", "evidence_file", "incident_list", "incident", "finding_list", "finding", "packet_list", "packet", "text_search"] as const;
export type ViewedKind = (typeof VIEWED_KINDS)[number];

/**
 * Refuses to note a view of what the auditor cannot have seen: the trail would say something that is not so.
 *
 * @throws AppError not_found for a record outside of the scope, and for one that a list or the home page cannot have
 */
export async function requireViewed(tx: TenantTransaction, scope: Scope, viewed: ViewedKind, id: string): Promise<void> {
  if (viewed === "incident") await requireIncident(tx, scope, id);
  else if (viewed === "control" && (await findControl(tx, scope, { id })) !== null) return;
  else if ((viewed === "evidence" || viewed === "evidence_file") && (await findEvidenceDetail(tx, scope, { id })) !== null) return;
  else if (viewed === "packet" && (await packetIsInScope(tx, scope, id))) return;
  else if (viewed === "finding" && (await findingIsInScope(tx, scope, id))) return;
  else throw notFound(viewed.replaceAll("_", " "));
}
