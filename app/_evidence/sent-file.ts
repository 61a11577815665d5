/** A file that has arrived, as a form carries it: its hash, and what its sender's machine says of it. */
export type SentFile = { sha256: string; fileName: string; mediaType: string; originalPath?: string; originalModifiedAt?: string };

/** The value of a form's field. */
export const sentFileText = (file: SentFile): string => JSON.stringify(file);

/** Back from the field, as a verb takes it; the verb says what is wrong with it. */
export function sentFileOf(value: string): unknown {
  const given = parsed(value);
  if (typeof given !== "object" || given === null || !("originalModifiedAt" in given)) return given;
  return { ...given, originalModifiedAt: new Date(String(given.originalModifiedAt)) };
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
