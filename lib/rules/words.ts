/**
 * How a rule stands. `quarantined`: taken out because it failed or flooded, by a person or by Tickmark itself. `failing`: it
 * does not find its own examples any more, which Tickmark alone can say; what it still finds is raised.
 */
export const RULE_STANDINGS = ["enabled", "disabled", "quarantined", "failing"] as const;
/** What people may set. */
export const SETTABLE_STANDINGS = ["enabled", "disabled", "quarantined"] as const satisfies readonly RuleStandingState[];
export type RuleStandingState = (typeof RULE_STANDINGS)[number];
export const RULE_STANDING_WORDS: Readonly<Record<RuleStandingState, string>> = { enabled: "Enabled", disabled: "Disabled", quarantined: "Quarantined", failing: "Failing" };

/** Whether what a rule finds becomes an alert. */
export const mayRaise = (state: RuleStandingState): boolean => state === "enabled" || state === "failing";

/** What a text of an organization is: rules of its own, or how it tunes one rule. */
export const TEXT_KINDS = ["rule", "tuning"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export const TEXT_STEPS = ["proposed", "approved", "returned", "withdrawn", "ended"] as const;
export type TextStep = (typeof TEXT_STEPS)[number];

/** Where one version of a text stands. `replaced`: a later version was approved. */
export type TextStage = "draft" | "proposed" | "in_force" | "replaced" | "returned" | "withdrawn" | "ended";
export const TEXT_STAGE_WORDS: Readonly<Record<TextStage, string>> = {
  draft: "Draft",
  proposed: "Proposed",
  in_force: "In force",
  replaced: "Replaced",
  returned: "Returned",
  withdrawn: "Withdrawn",
  ended: "Ended",
};

/** Stages at which a text is listed: of a subject its newest version is, and the newest approved one. */
export const LISTED_STAGES = ["draft", "proposed", "in_force", "returned", "withdrawn", "ended"] as const satisfies readonly TextStage[];
export type ListedStage = (typeof LISTED_STAGES)[number];

/** Whom a text is of: a rule that the organization wrote, one that it imported, or how it tunes a rule. */
export const TEXT_ORIGINS = ["own", "imported", "tuning"] as const;
export type TextOrigin = (typeof TEXT_ORIGINS)[number];
export const TEXT_ORIGIN_WORDS: Readonly<Record<TextOrigin, string>> = { own: "Own rule", imported: "Imported", tuning: "Tuning" };
