import type { MessageFields } from "../fields.ts";
import type { EventDraft } from "./event-draft.ts";

/**
 * One message shape of a program. Patterns are anchored at the start, carry the `s` flag (JS `.` would otherwise stop at CR
 * and U+2028), and hold no two quantifiers that could take the same characters, so that their work grows with the line alone.
 */
export type Shape = readonly [pattern: RegExp, fields: (found: RegExpExecArray) => MessageFields | null];

/** The fields of the first shape that the message has; null when it has none. */
export function readShapes(shapes: readonly Shape[], message: string): MessageFields | null {
  for (const [pattern, fields] of shapes) {
    const found = pattern.exec(message);
    if (found) return fields(found);
  }
  return null;
}

/** Writes the fields of the first shape that the message has, after `base`. */
export function writeShapes(shapes: readonly Shape[], message: string, event: EventDraft, base?: MessageFields): boolean {
  const fields = readShapes(shapes, message);
  if (fields === null) return false;
  writeFields(event, base, fields);
  return true;
}

/** A field that the line leaves empty is absent, whatever shape it was read by. */
export function writeFields(event: EventDraft, ...parts: readonly (MessageFields | undefined)[]): void {
  const written = event as { [name: string]: unknown };
  for (const fields of parts) {
    for (const name in fields) {
      const value = fields[name as keyof MessageFields];
      if (value !== undefined && value !== "") written[name] = value;
    }
  }
}

const EQUALS = 61;

function isKeyCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 45 || code === 46 || (code >= 48 && code <= 57);
}

function endsValue(code: number): boolean {
  return code === 32 || code === 44 || code === 59 || code === 9 || code === 10 || code === 13;
}

/**
 * `key=value key=value` pairs as PAM, auditd and the account tools write them. A value ends at a comma, semicolon or
 * space, or is quoted by `"` or `'` as a whole. The first of a key counts. One pass, whatever the text.
 */
export function readPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  let from = 0;
  for (let equals = text.indexOf("="); equals !== -1; equals = text.indexOf("=", from)) {
    let start = equals;
    while (start > from && isKeyCode(text.charCodeAt(start - 1))) start -= 1;
    const key = text.slice(start, equals);
    const quote = text.charCodeAt(equals + 1);
    let end = equals + 1;
    let value: string | null = null;
    if (quote === 34 || quote === 39) {
      end = closingQuote(text, equals + 2, quote);
      if (end !== -1) value = unescaped(text.slice(equals + 2, end));
    }
    if (value === null) {
      end = equals + 1;
      while (end < text.length && !endsValue(text.charCodeAt(end))) end += 1;
      value = text.slice(equals + 1, end);
    } else end += 1;
    if (key !== "" && !pairs.has(key)) pairs.set(key, value);
    // `a==b`: what follows the first sign is the value, so the next key begins after it.
    from = Math.max(end, equals + 1);
    if (text.charCodeAt(from) === EQUALS) from += 1;
  }
  return pairs;
}

/** Index of the quote that ends what begins at `from`, where a backslash takes the next character along; -1 without one. */
export function closingQuote(text: string, from: number, quote: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === quote) return at;
  }
  return -1;
}

/** A quoted text without the backslashes before quotes and backslashes. */
export function unescaped(text: string): string {
  return text.includes("\\") ? text.replaceAll(/\\(["'\\])/g, "$1") : text;
}

/** A text field, absent when the text is missing or empty. */
export function textField<Name extends string>(name: Name, text: string | undefined): { [key in Name]?: string } {
  return text === undefined || text === "" ? {} : ({ [name]: text } as { [key in Name]?: string });
}

/** A decimal field, or nothing when the text is not one. */
export function numberField<Name extends string>(name: Name, text: string | undefined): { [key in Name]?: number } {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return {};
  return { [name]: Number(text) } as { [key in Name]?: number };
}
