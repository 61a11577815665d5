/** Limits of engagements, in one place, each with its reason. */
export const ENGAGEMENT_LIMITS = {
  /** Controls of one engagement: the largest frameworks have about 300 requirements, and scopes are checked by list. */
  controls: 500,
  /** Auditors of one engagement: more people than any audit team. */
  auditors: 100,
  /** Frameworks that an organization works towards: all editions that are shipped, and room. */
  aims: 20,
  /** Days of a period: three years, the cycle of a certification. */
  periodDays: 1_100,
  /** Things of one kind that the auditor's first page names; the lists have all of them. */
  newsShown: 20,
  /** Engagements of an organization that lists show: decades of audits. */
  listed: 500,
} as const;

/**
 * A visit of an auditor lasts this long from its start: a working day. What came before the visit began is then no longer
 * new on the next one.
 */
export const VISIT_MS = 12 * 3_600_000;
