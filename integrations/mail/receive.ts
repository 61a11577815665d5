import { createHash, randomBytes } from "node:crypto";
import { authenticate } from "mailauth";
import { CollectionFailure, type Answer, type Delivery, type Resolve, type Session } from "#lib/connector/index.ts";
import { open } from "./open.ts";
import type { Received } from "./schema.ts";
import { RECEIVED } from "./transform.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const LETTERS_OF_ADDRESS = 26;
/** Beyond it a message is refused: what a tool reports is no file. */
const LARGEST_BYTES = 10 * 1024 * 1024;
/** What is before the first empty line: each line is read, and each signature costs a question to the DNS. */
const LARGEST_HEADERS = 256 * 1024;
const MOST_HEADERS = 1_000;
const MOST_SIGNATURES = 20;
/** Characters of a header that is shown. */
const LONGEST_VALUE = 2_000;

/** An address that nobody guesses: 130 bits of chance before the at-sign. */
export function newAddress(domain: string): string {
  return `in-${Array.from(randomBytes(LETTERS_OF_ADDRESS), (byte) => LETTERS[byte & 31]).join("")}@${domain}`;
}

/**
 * What a message says of itself, and what SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) say of who sent it. Its
 * text is not part of it: the message as it came is kept by whoever received it, and named by its hash.
 *
 * @throws CollectionFailure malformed, for what is too large or names no sender
 */
export async function receive({ bytes, receivedAt, from, to, ip, helo }: Delivery, { settings }: Pick<Session, "settings">, resolve: Resolve): Promise<Answer> {
  if (bytes.length > LARGEST_BYTES) throw new CollectionFailure("malformed", RECEIVED, `A message of more than ${LARGEST_BYTES} bytes is not taken.`);
  requireBoundedHeaders(bytes);
  const { dkim, spf, dmarc } = await authenticate(Buffer.from(bytes), { ip, helo, sender: from, mta: "tickmark", resolver: resolve, disableArc: true, disableBimi: true });
  const [author, ...more] = dkim.headerFrom ?? [];
  // Several authors would let one stand for the other.
  if (author === undefined || more.length > 0) throw new CollectionFailure("malformed", RECEIVED, "The message does not say whom it is from.");
  const header = (name: string): string | null => dkim.headers?.parsed.find(({ key }) => key === name)?.line.toString().replace(/^[^:]*:\s*/, "").replace(/\r?\n[ \t]+/g, " ").trim().slice(0, LONGEST_VALUE) ?? null;
  const { parts, unopened } = await open(bytes);
  const body: Received = {
    message_id: header("message-id"), subject: decodeWords(header("subject") ?? ""), from: author, date: header("date"), received_at: receivedAt.toISOString(),
    sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length,
    spf: { result: spf === false ? "none" : spf.status.result, domain: (spf === false ? null : spf.domain) ?? null },
    dkim: dkim.results.flatMap(({ status, signingDomain }) => (status.result === "none" ? [] : [{ result: status.result, domain: signingDomain ?? null, aligned: status.aligned !== undefined && status.aligned !== false }])),
    dmarc: { result: dmarc === false ? "none" : dmarc.status.result, policy: (dmarc === false ? null : dmarc.policy) ?? null },
    parts: parts.map(({ name, mediaType, bytes: content }) => ({ name, media_type: mediaType, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") })), unopened,
    expected: (settings.senders ?? "").split("\n").map((line) => line.trim()).filter((line) => line !== ""),
  };
  return { operation: RECEIVED, parameters: { to, from, ip, helo }, scope: null, body, items: 1 };
}

/** @throws CollectionFailure malformed */
function requireBoundedHeaders(bytes: Uint8Array): void {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = all.subarray(0, Math.min(all.length, LARGEST_HEADERS + 4)).toString("latin1");
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length;
  if (end > LARGEST_HEADERS) throw new CollectionFailure("malformed", RECEIVED, `A message whose headers have more than ${LARGEST_HEADERS} bytes is not taken.`);
  const lines = head.slice(0, end).split(/\r?\n(?![ \t])/);
  if (lines.length > MOST_HEADERS) throw new CollectionFailure("malformed", RECEIVED, `A message with more than ${MOST_HEADERS} headers is not taken.`);
  if (lines.filter((line) => /^dkim-signature[ \t]*:/i.test(line)).length > MOST_SIGNATURES) throw new CollectionFailure("malformed", RECEIVED, `A message with more than ${MOST_SIGNATURES} signatures is not taken.`);
}

/** Words of a header that were written in another alphabet (RFC 2047); what cannot be read stays as it stands. */
export function decodeWords(text: string): string {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?([\w-]+)(?:\*[\w-]+)?\?([BQ])\?([^?]*)\?=/gi, (whole, charset: string, encoding: string, said: string) => {
    const bytes = encoding.toUpperCase() === "B" ? Buffer.from(said, "base64") : Buffer.from(said.replaceAll("_", " ").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1");
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch (error) {
      if (error instanceof RangeError) return whole;
      throw error;
    }
  });
}
