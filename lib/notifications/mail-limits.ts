/** Limits of notification mails, in one place, each with its reason. */
export const MAIL_LIMITS = {
  /** Listed in one mail; the inbox has the rest. */
  listed: 30,
  /** Read at once for one mail: more is counted in it. */
  gathered: 1_000,
  /** What was told longer ago is not mailed any more: a worker that stood still for weeks does not flood. */
  newsDays: 7,
  /** Tries of one mail: 1, 2, 4 … minutes apart, so the last comes about two hours after the first. */
  attempts: 8,
  /** How long a worker has a mail alone: three times the mail server's time limits. */
  leaseMs: 120_000,
  /** Mails stay listed for as long as an administrator may ask where one went. */
  keptDays: 90,
} as const;
