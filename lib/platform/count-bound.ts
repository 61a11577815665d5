/** As far as lists and badges count on the fly: beyond it nobody acts on the difference, and counting costs as much as there is. */
export const COUNT_BOUND = 1_000;

/** Rows that such a count looks at: one beyond the bound says that there are more. */
export const COUNT_LOOKS = COUNT_BOUND + 1;

/** A count as mails and files say it: "1,000+" beyond the bound. */
export const countWords = (count: number): string => (count > COUNT_BOUND ? `${COUNT_BOUND.toLocaleString("en-GB")}+` : count.toLocaleString("en-GB"));
