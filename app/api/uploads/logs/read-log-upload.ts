import { dayInput, lineInput } from "#lib/access/index.ts";
import { FILE_NAME_MAX, keptFileName, parseUtcOffset, SOURCE_NAME_MAX } from "#lib/logs/client.ts";
import { AppError } from "#lib/platform/errors.ts";
import { periodInstants } from "#lib/platform/zoned-time.ts";

export type LogUpload = {
  /** What the sender says of the body; it is checked while it streams in. */
  declared: { byteLength: number; sha256?: string };
  segment: { sourceName: string; fileName: string; utcOffsetMinutes?: number; referenceTime?: Date };
};

/**
 * Reads address and headers of an upload, before its body is touched, so that a mistake costs no transfer.
 *
 * @throws AppError validation: source_malformed, file_name_malformed, length_missing, hash_malformed, offset_malformed, reference_malformed
 */
export function readLogUpload(query: URLSearchParams, headers: Headers, at: { now: Date; timeZone: string }): LogUpload {
  const source = lineInput(SOURCE_NAME_MAX).safeParse(query.get("source") ?? "");
  if (!source.success) throw refuse("source_malformed", `Name the source in one line of at most ${SOURCE_NAME_MAX} characters; nothing was kept.`);
  const declaredLength = headers.get("x-file-length") ?? headers.get("content-length") ?? "";
  if (!/^\d{1,15}$/.test(declaredLength)) throw refuse("length_missing", "The length of the file was not declared; nothing was kept.");
  const sha256 = headers.get("x-file-sha256");
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) throw refuse("hash_malformed", "The declared SHA-256 is not one; nothing was kept.");
  const offset = query.get("offset") ?? "";
  const utcOffsetMinutes = offset === "" ? undefined : parseUtcOffset(offset);
  if (utcOffsetMinutes === null) throw refuse("offset_malformed", "The UTC offset must be like +02:00; nothing was kept.");
  const referenceTime = readReference(query.get("reference") ?? "", at);
  return {
    declared: { byteLength: Number(declaredLength), ...(sha256 === null ? {} : { sha256 }) },
    segment: {
      sourceName: source.data,
      fileName: readFileName(headers.get("x-file-name") ?? ""),
      ...(utcOffsetMinutes === undefined ? {} : { utcOffsetMinutes }),
      ...(referenceTime === undefined ? {} : { referenceTime }),
    },
  };
}

function readFileName(encoded: string): string {
  const name = lineInput(FILE_NAME_MAX).safeParse(keptFileName(decoded(encoded) ?? ""));
  if (!name.success) throw refuse("file_name_malformed", "The name of the file is missing or malformed; nothing was kept.");
  return name.data;
}

function decoded(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** A day counts to its end, in the organization's zone; an instant is taken as it is. Neither may lie ahead. */
function readReference(text: string, { now, timeZone }: { now: Date; timeZone: string }): Date | undefined {
  if (text === "") return undefined;
  const isDay = dayInput.safeParse(text).success;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay && !isInstant) throw refuse("reference_malformed", "The day of the newest line must be a day, or a time with its zone; nothing was kept.");
  if (isInstant) return notAhead(new Date(text), now);
  const { from, until } = periodInstants({ firstDay: text, lastDay: text, timeZone });
  notAhead(from, now);
  return until > now ? now : new Date(until.getTime() - 1);
}

function notAhead(instant: Date, now: Date): Date {
  if (instant > now) throw refuse("reference_malformed", "The day of the newest line lies ahead of now; nothing was kept.");
  return instant;
}

function refuse(reason: string, message: string): AppError {
  return new AppError("validation", reason, message);
}
