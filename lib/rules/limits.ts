/** Every limit of the rules domain, each with its reason. */
export const RULE_LIMITS = {
  /** Characters of a text of an organization: the largest published rule, a list of vulnerable drivers, has 295 kB, and a page carries it back and forth. */
  textChars: 400_000,
  /** Rules in one text: a correlation and what it counts; more belong into files of their own. */
  rulesPerText: 50,
  /** Rules that an organization may run. Hundreds are usual; the largest published collection has some 3,800. */
  rules: 5_000,
  /** Texts decided on in one act: a whole collection. */
  textsAtOnce: 5_000,
  reasonChars: 2_000,
  /** Files of one imported archive, and characters of their texts together: twice the largest published collection. */
  filesPerPack: 10_000,
  packChars: 40_000_000,
  /** Bytes of an archive, which is held in memory while it is read: the largest published one has 4 MB. */
  packBytes: 64 * 1_048_576,
  /** Compiled sets of organizations kept in one process: a large one takes some 200 MB. */
  keptSets: 4,
  /** Versions shown of one rule's text. */
  versionsShown: 100,
} as const;
