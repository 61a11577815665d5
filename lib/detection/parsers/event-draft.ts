import type { LogEvent, MessageFields } from "../fields.ts";

/** An event while it is being read. Parsers write on it: this runs for every line, and copying records costs more than reading them. */
export type EventDraft = { -readonly [field in keyof LogEvent]: LogEvent[field] };

/**
 * Reads a program's message onto the event. Answers false, and writes nothing, when the message has no shape it knows:
 * then the header alone is told.
 */
export type MessageReader = (text: string, event: EventDraft) => boolean;

const DOT = 46;
const COLON = 58;

/** Where it came from: address or name, split as `source*` fields. Holes (`::ffff:`, `?`, `-`) write nothing. */
export function setSource(event: EventDraft, stated: string | undefined): void {
  if (stated === undefined || stated === "" || stated === "::ffff:" || stated === "?" || stated === "-") return;
  const address = stated.startsWith("::ffff:") && stated.includes(".") ? stated.slice(7) : stated;
  event.source = address;
  if (isAddress(address)) event.sourceIp = address;
  else event.sourceHost = address;
}

/** The same as fields, for parsers that hand fields over. */
export function sourceFields(stated: string | undefined): MessageFields {
  const event = {} as EventDraft;
  setSource(event, stated);
  return event;
}

/** Whether a text is written like an IPv4 or IPv6 address: digits and dots, or hexadecimal groups with colons and perhaps a zone. */
export function isAddress(text: string): boolean {
  return text.includes(":") ? isIpv6(text) : isIpv4(text);
}

function isIpv4(text: string): boolean {
  let dots = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0) return false;
      dots += 1;
      digits = 0;
    } else if (code >= 48 && code <= 57 && digits < 3) digits += 1;
    else return false;
  }
  return dots === 3 && digits > 0;
}

function isIpv6(text: string): boolean {
  const zone = text.indexOf("%");
  const end = zone === -1 ? text.length : zone;
  if (end < 2 || end > 45) return false;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const known = (code >= 48 && code <= COLON) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70) || code === DOT;
    if (!known) return false;
  }
  return zone === -1 || /^%[\w.]+$/.test(text.slice(zone));
}

/** Digits from `from` to `end` (exclusive) as a number; -1 when there are none, more than 15, or anything else. */
export function digitsAt(text: string, from: number, end: number): number {
  if (end <= from || end - from > 15) return -1;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at) - 48;
    // Beyond the end of the text there is no code, which is no digit either.
    if (!(code >= 0 && code <= 9)) return -1;
    value = value * 10 + code;
  }
  return value;
}

/** Index of the first character at or after `from` that is no digit. */
export function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at += 1;
  return at;
}

/** Index of the next space at or after `from`, or the end of the text. */
export function wordEnd(text: string, from: number): number {
  const at = text.indexOf(" ", from);
  return at === -1 ? text.length : at;
}

/** Index of the first character at or after `from` that is no space. */
export function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  return at;
}
