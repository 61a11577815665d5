/** Trust is looked at again once a year at the latest. */
export const MAX_TRUSTED_DAYS = 366;

/** Rules of one organization that are shown: each is read by people, and by every handing-in. */
export const MAX_RULES = 200;
