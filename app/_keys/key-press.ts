/** What of a key press decides: a part of KeyboardEvent. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey">;

// Long enough for a second key that has to be found, short enough that a "g" of a moment ago is forgotten.
const SEQUENCE_MS = 1500;

/** The character of a press; the Latin letter of the place where the layout is not Latin, AltGr's characters as they are. */
function characterOf({ key, code }: KeyPress): string {
  return /^[^\u0020-\u007e]$/u.test(key) && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
}

/** `Mod+K` for a press with Ctrl or ⌘; null when none is held, or Alt is held too. */
export function chordOf(press: KeyPress): string | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey) return null;
  const character = characterOf(press);
  return `Mod+${character.length === 1 ? character.toUpperCase() : character}`;
}

/**
 * Follows single keys and sequences of two. `first` are the keys that begin a sequence; a press answers the keys that are
 * complete with it ("j", "g c"), or null while a sequence has only begun.
 */
export function followKeys(first: ReadonlySet<string>) {
  let begun: { key: string; at: number } | null = null;
  return {
    press(press: KeyPress, at: number): string | null {
      const key = characterOf(press);
      const before = begun !== null && at - begun.at <= SEQUENCE_MS ? begun.key : null;
      begun = null;
      if (before !== null) return `${before} ${key}`;
      if (!first.has(key)) return key;
      begun = { key, at };
      return null;
    },
    forget(): void {
      begun = null;
    },
  };
}
