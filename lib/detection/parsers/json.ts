import type { LogEvent, MessageFields } from "../fields.ts";
import { parseTimestamp, type TimeReference } from "./timestamp.ts";

/** Where JSON records of common systems keep their time, in order of trust. */
const TIME_FIELDS = ["eventTime", "@timestamp", "timestamp", "time", "UtcTime", "published", "created_at"] as const;

/**
 * A JSON record on one line. Its own fields stay as they are, under their own names, beside the fields of every event;
 * where a name is taken by those, the record's value is not lost: it stands in `line`.
 */
export function parseJson(line: string, reference: TimeReference): LogEvent {
  const record = readObject(line);
  const base = { line, message: line, time: null, timeSource: "missing" } as const;
  if (!record) return { ...base, parsed: false, reason: "invalid_json", format: "unknown" };
  return { ...record, ...logsource(record), ...base, ...timeOf(record, reference), parsed: true, format: "json" };
}

function readObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch (error) {
    // A line that starts with a brace and is not JSON is reported as such by the caller.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function timeOf(record: Record<string, unknown>, reference: TimeReference): Partial<Pick<LogEvent, "time" | "timeSource">> {
  for (const name of TIME_FIELDS) {
    const value = record[name];
    if (typeof value !== "string") continue;
    const found = parseTimestamp(value, reference);
    if (found) return { time: found.time, timeSource: found.timeSource };
  }
  return {};
}

/** The log source, where the record's own shape tells it and it does not say so itself. */
function logsource(record: Record<string, unknown>): MessageFields {
  if (typeof record["product"] === "string") return {};
  const source = record["eventSource"];
  if (typeof source === "string" && source.endsWith(".amazonaws.com")) return { product: "aws", service: "cloudtrail" };
  return {};
}
