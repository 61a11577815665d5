/**
 * Controls of one organization. The largest published control sets have about 1,300; lists and the framework matrix
 * read them all at once, which is fast up to here.
 */
export const MAX_CONTROLS = 2_000;

/** Requirements of one control: more than every item of the five editions would be a mistake. */
export const MAX_MAPPINGS_PER_CONTROL = 500;

export const MAX_REQUESTS_PER_CONTROL = 100;

/** Keys of requests that the organization made itself begin so: no library may retire them. */
export const OWN_REQUEST = "own-";

/** The bound that content files have for one text. */
export const MAX_TEXT = 20_000;

/** Addresses of non-public records that one control refers to. */
export const MAX_LINKS_PER_CONTROL = 50;

/** How far back an adoption may take effect: the longest engagement, and the year before it. */
export const MAX_DAYS_BACK = 1_100;
