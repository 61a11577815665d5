/** Where checkpoints are kept outside the database. Folder and bucket are the installation's, the others an organization's own. */
export const PLACES = ["folder", "bucket", "time_stamp", "mail"] as const;
export type Place = (typeof PLACES)[number];

/** What people call them. */
export const PLACE_NAMES: Readonly<Record<Place, string>> = { folder: "Folder", bucket: "Bucket with object lock", time_stamp: "Time-stamping authority", mail: "Mail" };

const MINUTE_MS = 60_000;

/** A place that failed is tried again after this long. */
export const TRY_AGAIN_MS = 5 * MINUTE_MS;

/** A place that has failed for this long is a finding: until then it may have been the network. */
export const FINDING_AFTER_MS = 6 * 60 * MINUTE_MS;

/** People are mailed once a day; a little less, so that the hour does not wander. */
export const MAIL_EVERY_MS = 23 * 60 * MINUTE_MS;
