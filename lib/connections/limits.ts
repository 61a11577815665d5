/** Limits of connections and what they collect, in one place, each with its reason. */
export const CONNECTION_LIMITS = {
  /** Fields of one form: the longest has a dozen. */
  fields: 40,
  /** Characters of one field: a private key, or a thousand lines of repositories. */
  fieldValue: 20_000,
  /** Bytes of one answer: pages of a hundred items are a tenth of it; it is held in memory and decoded. */
  answerBytes: 32 * 1024 * 1024,
  /** Seconds for one answer: reports over whole organizations take the better part of a minute. */
  answerMs: 60_000,
  /** How long a run belongs to a worker that gives no sign: four signs, so that a busy machine loses none. */
  leaseMs: 60_000,
  signEveryMs: 15_000,
  /** How often a run is taken up again that its vendor told to wait: a day of hourly limits is given up. */
  attempts: 24,
  /** Failures in a row from which on a collector is a finding: a passing outage is none. */
  failuresOfFinding: 3,
  /** After a failure it is tried again after this, twice as long each time, up to its usual pace. */
  retryAfterMs: 15 * 60_000,
  /** Rows shown of one stored page. */
  copyShownBytes: 256 * 1024,
  /** Connections of one organization: each vendor once or twice, and room. */
  connections: 200,
  /** Messages of one address on a day, and their bytes: tools report some hundreds; each is a page of the day's record. */
  messagesOfDay: 5_000,
  messageBytesOfDay: 2 * 1024 * 1024 * 1024,
  /** Bytes of one message, as integrations/mail takes it. */
  messageBytes: 10 * 1024 * 1024,
  /** How long after its day the record of what came closes: what was on its way at midnight is committed by then. */
  dayClosesAfterMs: 60_000,
} as const;
