/** Limits of frameworks of one's own, in one place, each with its reason. */
export const OWN_FRAMEWORK_LIMITS = {
  /** The largest published standards have some 1,200 items; a sheet is read to a few rows more. */
  requirements: 2000,
  /** Frameworks of an organization: contracts and internal standards, not a library of the world. */
  frameworks: 50,
  /** What a key has room for: it begins with "own-" and stands in addresses. */
  idCharacters: 60,
  /** Characters of a title: one line that a table can show. */
  titleCharacters: 400,
  /** Problems that are shown: nobody repairs more at once. */
  problemsShown: 100,
} as const;
