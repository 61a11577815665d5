import type { EventRecord } from "./fields.ts";

/** Digits that a double may not hold. */
const LONG_NUMBER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/**
 * Reads one JSON object. Integers that a double cannot hold are read as bigint, so that rules see what was written.
 *
 * @returns null when the text is no JSON object
 */
export function readRecord(text: string): EventRecord | null {
  const value = readJson(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as EventRecord) : null;
}

function readJson(text: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, exactInteger as (key: string, value: unknown, context?: unknown) => unknown) : JSON.parse(text);
  } catch (error) {
    // The parser's only answer to text that is not JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function exactInteger(_key: string, value: unknown, context: { source?: string }): unknown {
  const { source } = context;
  return typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && INTEGER.test(source) ? BigInt(source) : value;
}

/** How a number of a JSON text reads as text, as `readRecord` and String would have it. */
export function numberText(source: string): string {
  return String(exactInteger("", Number(source), { source }));
}
