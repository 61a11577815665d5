import { parseArgs } from "node:util";
import { keptFileName, parseUtcOffset, SOURCE_NAME_MAX } from "#lib/logs/client.ts";

export const USAGE = "logs import FILE --source NAME [--organization SLUG] [--reference-time ISO] [--utc-offset +HH:MM] [--no-wait]";

export type ImportArguments = {
  file: string;
  source: string;
  /** Undefined: the only organization, when there is one only. */
  organization: string | undefined;
  referenceTime: Date | undefined;
  utcOffsetMinutes: number | undefined;
  wait: boolean;
};

/**
 * Reads the command's arguments.
 *
 * @returns the sentence about what is wrong with them instead, when something is
 * @throws what parseArgs says about an unknown flag
 */
export function readImportArguments(args: string[]): ImportArguments | string {
  const { values, positionals } = parseArgs({
    args: joinOffset(args),
    allowPositionals: true,
    options: {
      source: { type: "string" },
      organization: { type: "string" },
      "reference-time": { type: "string" },
      "utc-offset": { type: "string" },
      "no-wait": { type: "boolean", default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined) return "Name the log file to import.";
  if (more.length > 0) return `One file at a time: "${more[0]}" is one too many.`;
  const source = values.source?.trim() ?? "";
  if (source === "") return "Say with --source where the log comes from, such as the name of the host.";
  if (source.length > SOURCE_NAME_MAX || /\p{Cc}/u.test(source)) return `The name after --source must be one line of at most ${SOURCE_NAME_MAX} characters.`;
  const referenceTime = readInstant(values["reference-time"]);
  if (referenceTime === null) return `--reference-time must be a time with its zone, like 2026-11-20T08:00:00Z, not "${values["reference-time"]}".`;
  const utcOffsetMinutes = values["utc-offset"] === undefined ? undefined : parseUtcOffset(values["utc-offset"]);
  if (utcOffsetMinutes === null) return `--utc-offset must be like +02:00, not "${values["utc-offset"]}".`;
  return { file, source, organization: values.organization, referenceTime, utcOffsetMinutes, wait: !values["no-wait"] };
}

/** A westerly offset begins with a minus, which parseArgs takes for a flag unless it is joined to its own. */
function joinOffset(args: readonly string[]): string[] {
  const at = args.indexOf("--utc-offset");
  const next = args[at + 1];
  if (at === -1 || next === undefined || !/^-\d/.test(next)) return [...args];
  return [...args.slice(0, at), `--utc-offset=${next}`, ...args.slice(at + 2)];
}

/** An instant with its zone stated, because a bare time would mean something else on another machine. Null: it is none. */
function readInstant(text: string | undefined): Date | null | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** A file's own name, as it is kept: one line, not too long. */
export function storedFileName(name: string): string {
  return keptFileName(name.replace(/\p{Cc}/gu, "?").trim()) || "log";
}
