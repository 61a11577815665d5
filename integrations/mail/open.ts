import PostalMime from "postal-mime";
import type { OpenedMessage } from "#lib/connector/index.ts";

/** Parts within parts: people forward a forwarded mail, and a few more; beyond it somebody plays. */
const DEEPEST = 50;
const MESSAGES_WITHIN = 3;
/** Lines that could begin a part. Taking apart costs for each, whatever is in it. */
const MOST_BOUNDARIES = 2_000;
const MOST_PARTS = 200;
const LONGEST_TEXT = 1_000_000;
const LONGEST_NAME = 200;
const LONGEST_HEADER = 2_000;
const MOST_HEADERS = 200;

const UNOPENED: Omit<OpenedMessage, "unopened"> = { headers: [], text: null, parts: [] };

/** Takes a message apart. What is built to be costly is left whole, which it says: it is kept as it came all the same. */
export async function open(bytes: Uint8Array): Promise<OpenedMessage> {
  if (boundaries(bytes) > MOST_BOUNDARIES) return { ...UNOPENED, unopened: `It has more than ${MOST_BOUNDARIES} lines that could begin a part, so it was not taken apart.` };
  try {
    const { headers, text, html, attachments } = await PostalMime.parse(bytes, { maxNestingDepth: DEEPEST, maxRfc822NestingDepth: MESSAGES_WITHIN, attachmentEncoding: "arraybuffer" });
    if (attachments.length > MOST_PARTS) return { ...UNOPENED, unopened: `It has more than ${MOST_PARTS} files, so it was not taken apart.` };
    return {
      headers: headers.slice(0, MOST_HEADERS).map(({ key, value }) => ({ name: key.slice(0, LONGEST_NAME), value: value.slice(0, LONGEST_HEADER) })),
      text: text?.slice(0, LONGEST_TEXT) ?? (html === undefined ? null : wordsOf(html.slice(0, LONGEST_TEXT))),
      parts: attachments.map(({ filename, mimeType, content }, index) => ({ name: shownName(filename, index), mediaType: mimeType.slice(0, LONGEST_NAME), bytes: typeof content === "string" ? Buffer.from(content) : new Uint8Array(content) })),
      unopened: null,
    };
  } catch (error) {
    // The parser refuses what is nested too deeply, or broken beyond reading; the message as it came says the rest.
    if (!(error instanceof Error)) throw error;
    return { ...UNOPENED, unopened: `It could not be taken apart: ${error.message.slice(0, LONGEST_NAME)}` };
  }
}

function boundaries(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = text.indexOf("\n--"); at !== -1 && count <= MOST_BOUNDARIES; at = text.indexOf("\n--", at + 3)) count += 1;
  return count;
}

/** A name that a file may have: without folders, control characters and what turns text around. */
function shownName(name: string | null | undefined, index: number): string {
  const last = (name ?? "").split(/[/\\]/).at(-1)?.replace(/[\p{Cc}\p{Cf}]/gu, "").trim().toWellFormed() ?? "";
  return last === "" || last === "." || last === ".." ? `part-${index + 1}` : last.slice(0, LONGEST_NAME);
}

const HIDDEN = /^(?:style|script|head|title)$/i;
const BREAKS = /^\/?(?:p|div|br|tr|li|h[1-6]|table|ul|ol|blockquote)$/i;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The words of HTML, in one pass: what is between tags, without what browsers do not show. */
export function wordsOf(html: string): string {
  let words = "";
  let hidden: string | null = null;
  for (let at = 0; at < html.length;) {
    const begin = html.indexOf("<", at);
    const until = begin === -1 ? html.length : begin;
    if (hidden === null) words += html.slice(at, until);
    const end = begin === -1 ? -1 : html.indexOf(">", begin);
    if (end === -1) break;
    const name = /^\/?[a-z][a-z0-9]*/i.exec(html.slice(begin + 1, begin + 20))?.[0] ?? "";
    if (hidden !== null) hidden = name.toLowerCase() === `/${hidden}` ? null : hidden;
    else if (HIDDEN.test(name)) hidden = name.toLowerCase();
    else if (BREAKS.test(name)) words += "\n";
    at = end + 1;
  }
  return words.replace(/&(?:#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/g, (whole, code: string | undefined, name: string | undefined) => (name === undefined ? characterOf(Number(code)) ?? whole : (ENTITIES[name] ?? whole))).replace(/[ \t]*\n[ \t\n]*/g, "\n").trim();
}

const characterOf = (code: number): string | null => (code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : null);
