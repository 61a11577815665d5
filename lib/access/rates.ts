type Rate = { reason: string; most: number; seconds: number; /** What was done, in a sentence: "You made 600 changes within a minute." */ done: string };

/**
 * How often one person, or one API key, may do what costs others something, over all of a person's organizations and browsers. Far above what
 * people do, so that only what runs away, or means harm, meets them. Pages are read without limit.
 *
 * Who is not signed in is limited by network address: REQUEST_LIMITS and THROTTLE_LIMITS of lib/identity.
 */
export const RATES = {
  /** Ten a second: nobody presses that often, and a script that does fills the audit trail, which is kept for years. */
  write: { reason: "too_many_writes", most: 600, seconds: 60, done: "made 600 changes within a minute" },
  /** A folder of small logs goes out at a few files a second; `tickmark logs import` takes what is more. */
  upload: { reason: "too_many_uploads", most: 300, seconds: 60, done: "sent 300 files within a minute" },
  /** Typing asks a few times a second for as long as it lasts. */
  search: { reason: "too_many_searches", most: 300, seconds: 60, done: "searched 300 times within a minute" },
  /** Of one API key: a page of a list every half second, or a file. Scripts wait for each other; what asks more often runs in circles. */
  api: { reason: "too_many_requests", most: 120, seconds: 60, done: "sent 120 requests within a minute" },
  /** Each reads a whole list: more than anybody reads, few enough that a stolen session empties nothing unseen. Counted in the audit trail, which nothing resets. */
  export: { reason: "too_many_exports", most: 60, seconds: 3600, done: "started 60 exports within an hour" },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof RATES;
