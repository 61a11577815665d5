import type { LogEvent, MessageFields } from "../fields.ts";
import { type JsonRecord } from "./records.ts";
import { parseTimestamp, type TimeReference } from "./timestamp.ts";
import { vendorFields } from "./vendors.ts";

/** Where JSON records of common systems keep their time, in order of trust. */
const TIME_FIELDS = ["eventTime", "@timestamp", "requestReceivedTimestamp", "timestamp", "time", "UtcTime", "published", "created_at", "ts"] as const;
/** Numbers that can be a time: seconds or milliseconds since 1970, from 2001 to 2286. */
const SECONDS = [1e9, 1e10] as const;
const MILLISECONDS = [1e12, 1e13] as const;

/**
 * A JSON record on one line. Its own fields stay as they are, under their own names, beside the fields of every event; what
 * the record means is added under ours where it has no such name itself. Where a name is taken by those of every event, the
 * record's value is not lost: it stands in `line`.
 */
export function parseJson(line: string, reference: TimeReference): LogEvent {
  const record = readObject(line);
  const base = { line, message: line, time: null, timeSource: "missing" } as const;
  if (!record) return { ...base, parsed: false, reason: "invalid_json", format: "unknown" };
  return recordEvent(record, base, reference, "json");
}

/** An event of a record whose names are known, however it was written: as JSON or as pairs. */
export function recordEvent(record: JsonRecord, base: Pick<LogEvent, "line" | "message" | "time" | "timeSource">, reference: TimeReference, format: string): LogEvent {
  const { format: known, ...meant } = vendorFields(record);
  return { ...meant, ...record, ...logsource(record, meant), ...base, ...timeOf(record, reference), parsed: true, format: known ?? format };
}

function readObject(line: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
  } catch (error) {
    // A line that starts with a brace and is not JSON is reported as such by the caller.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function timeOf(record: JsonRecord, reference: TimeReference): Partial<Pick<LogEvent, "time" | "timeSource">> {
  for (const name of TIME_FIELDS) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof value === "number") {
      const ms = value >= MILLISECONDS[0] && value < MILLISECONDS[1] ? value : value >= SECONDS[0] && value < SECONDS[1] ? value * 1000 : null;
      if (ms !== null) return { time: new Date(ms).toISOString(), timeSource: "stated" };
    }
    if (typeof value !== "string") continue;
    const found = parseTimestamp(value, reference);
    if (found) return { time: found.time, timeSource: found.timeSource };
  }
  return {};
}

/** The log source: the record's own word where that is a text, else the system's that it was recognised as. */
function logsource(record: JsonRecord, meant: MessageFields): MessageFields {
  const own = (name: "product" | "service" | "category"): MessageFields => (typeof record[name] === "string" || meant[name] === undefined ? {} : { [name]: meant[name] });
  return { ...own("product"), ...own("service"), ...own("category") };
}
