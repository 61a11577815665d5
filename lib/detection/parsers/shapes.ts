import type { MessageFields } from "../fields.ts";

/** One message shape of a program. Patterns carry the `s` flag: JS `.` would otherwise stop at CR and U+2028. */
export type Shape = readonly [pattern: RegExp, fields: (found: RegExpExecArray) => MessageFields];

/** The fields of the first shape that the message has; null when it has none. */
export function readShapes(shapes: readonly Shape[], message: string): MessageFields | null {
  for (const [pattern, fields] of shapes) {
    const found = pattern.exec(message);
    if (found) return fields(found);
  }
  return null;
}

/** `key=value key=value` pairs as PAM and the account tools write them; values end at a comma, semicolon or space. */
export function readPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const found of text.matchAll(/([A-Za-z_]+)=([^\s,;]*)/g)) {
    if (!pairs.has(found[1]!)) pairs.set(found[1]!, found[2]!);
  }
  return pairs;
}

/** A text field, absent when the text is missing or empty. */
export function textField<Name extends string>(name: Name, text: string | undefined): { [key in Name]?: string } {
  return text === undefined || text === "" ? {} : ({ [name]: text } as { [key in Name]?: string });
}
