/**
 * A word out of a text column, as one of those that the column's constraint allows.
 *
 * @throws Error for any other: the database has been changed by hand
 */
export function storedWord<Word extends string>(words: readonly Word[], stored: string): Word {
  const found = words.find((word) => word === stored);
  if (found === undefined) throw new Error(`stored word "${stored}" is none of ${words.join(", ")}`);
  return found;
}
