import type { Completeness, FailureKind, GapReason, PermissionFound } from "#lib/connector/index.ts";
import type { Status } from "#lib/status/client.ts";

export const CONNECTION_STATES = ["active", "paused", "removed"] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export const CONNECTION_STATE_WORDS: Readonly<Record<ConnectionState, string>> = { active: "Active", paused: "Paused", removed: "Removed" };

/** Why a collector ran. */
export const RUN_REASONS = ["schedule", "manual", "full_refresh", "backfill", "received"] as const;
export type RunReason = (typeof RUN_REASONS)[number];

export const RUN_REASON_WORDS: Readonly<Record<RunReason, string>> = {
  schedule: "By schedule",
  manual: "Asked for by a person",
  full_refresh: "Everything again, by schedule",
  backfill: "Imported, not witnessed: asked for after the time it speaks of",
  received: "Sent to us: nothing was asked for",
};

/** How a run stands: the judgement of one that is over, or that it is under way. */
export const COLLECTION_STATES = ["running", "complete", "partial", "failed", "denied", "disabled"] as const satisfies readonly (Completeness | "running")[];
export type CollectionState = (typeof COLLECTION_STATES)[number];

/** A run's state in the one vocabulary. Complete alone is good. */
export const COLLECTION_STATUS: Readonly<Record<CollectionState, { status: Status; word: string }>> = {
  running: { status: "not_yet_known", word: "Under way" },
  complete: { status: "pass", word: "Complete" },
  partial: { status: "partial", word: "Partial" },
  failed: { status: "could_not_run", word: "Failed" },
  denied: { status: "denied", word: "Denied" },
  disabled: { status: "disabled", word: "Disabled at the vendor" },
};

export const GAP_WORDS: Readonly<Record<GapReason, string>> = {
  denied: "Not allowed to read",
  disabled: "Switched off at the vendor",
  not_found: "Not found",
  unreadable: "Could not be read",
  truncated: "Cut off by the vendor",
  count_differs: "Counts differ",
  not_enabled: "Not enabled",
  failed: "Failed",
  refused: "Refused by Tickmark",
  not_claimed: "Completeness is not claimed",
};

export const FAILURE_WORDS: Readonly<Record<FailureKind, string>> = {
  credential_refused: "The vendor refuses the credential",
  denied: "The credential may not read this",
  disabled: "The service is switched off at the vendor",
  unreachable: "The vendor did not answer",
  rate_limited: "The vendor asks to be left alone",
  budget_spent: "More requests than a run may make",
  malformed: "The vendor answered something that cannot be read",
  skewed: "The clocks are too far apart",
  resume_expired: "The vendor has forgotten where the run was",
  misconfigured: "The connection is set up wrongly",
};

/** A permission as it was found, in the one vocabulary: what is not known is not good. */
export const PERMISSION_STATUS: Readonly<Record<PermissionFound["state"], { status: Status; word: string }>> = {
  granted: { status: "pass", word: "Granted" },
  missing: { status: "denied", word: "Missing" },
  disabled: { status: "disabled", word: "Switched off at the vendor" },
  unknown: { status: "not_yet_known", word: "Not known" },
};

/** The collector that stands for what comes by itself. */
export const RECEIVED = "received";

/** Why a message was refused, as the record of its day says it. */
export const REFUSAL_WORDS = {
  too_large: "larger than a message may be",
  malformed: "not from exactly one author, or with more in its headers than a message may have",
  quota: "beyond what an address takes on a day",
  rate: "faster than an address takes them",
  paused: "while the connection was paused",
} as const;
export type RefusalReason = keyof typeof REFUSAL_WORDS;
export const REFUSAL_REASONS = Object.keys(REFUSAL_WORDS) as readonly RefusalReason[];
