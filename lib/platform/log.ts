export type LogFields = Record<string, string | number | boolean | null | undefined>;
export type LogLevel = "debug" | "info" | "warn" | "error";

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
let threshold: LogLevel = "info";

/** Sets the least level that is written; called once per process with the value from the environment. */
export function setLogLevel(level: LogLevel): void {
  threshold = level;
}

function write(level: LogLevel, event: string, fields: LogFields): void {
  if (RANK[level] < RANK[threshold]) return;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
}

/**
 * Structured log, one JSON object a line on standard error. Fields hold opaque ids, counts and durations:
 * no names, addresses, log contents or secrets.
 */
export const log = {
  debug: (event: string, fields: LogFields = {}) => write("debug", event, fields),
  info: (event: string, fields: LogFields = {}) => write("info", event, fields),
  warn: (event: string, fields: LogFields = {}) => write("warn", event, fields),
  error: (event: string, fields: LogFields = {}) => write("error", event, fields),
};

/**
 * What of an unknown error may be logged: its class, its code when it has one, and its stack, never its data.
 * The message is left out, of whatever length: the database client repeats a query's values in it, over several lines.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { error: error.name, code, stack: framesOf(error) };
}

function framesOf({ stack, message }: Error): string | undefined {
  const frames = stack?.replace(message, "").split("\n").filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  return frames?.slice(0, 6).map((line) => line.trim()).join(" | ");
}
