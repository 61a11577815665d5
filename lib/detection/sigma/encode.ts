const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** RFC 4648 base 64. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(group >> shift) & 63]!);
    const known = bytes.length - at;
    text += digits.slice(0, known >= 3 ? 4 : known + 1).join("") + "=".repeat(known >= 3 ? 0 : 3 - known);
  }
  return text;
}

/** The part of the base64 text that is the same wherever the bytes stand in a longer text, for each of the 3 alignments. */
export function base64Offsets(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((shift) => {
    const shifted = new Uint8Array(bytes.length + shift).fill(0x20);
    shifted.set(bytes, shift);
    const cutEnd = [0, 3, 2][shifted.length % 3]!;
    const text = base64(shifted);
    return text.slice([0, 2, 3][shift]!, text.length - cutEnd);
  });
}

/** UTF-16 code units as bytes; `utf16` puts the little-endian byte order mark first. */
export function utf16(text: string, order: "little" | "big", mark: boolean): Uint8Array {
  const start = mark ? 2 : 0;
  const bytes = new Uint8Array(start + text.length * 2);
  if (mark) bytes.set([0xff, 0xfe]);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[start + at * 2] = order === "little" ? unit & 255 : unit >> 8;
    bytes[start + at * 2 + 1] = order === "little" ? unit >> 8 : unit & 255;
  }
  return bytes;
}
