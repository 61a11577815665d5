import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { keepBlob } from "#lib/stored-files/index.ts";
import { FILE_NAME_MAX, formatUtcOffset, SOURCE_NAME_MAX, UTC_OFFSET_MAX_MINUTES } from "./client.ts";
import { LOG_LIMITS } from "./limits.ts";
import { scanSegmentKind } from "./scan-segment.kind.ts";
import { insertSegment, sourceByName } from "./segment.repository.ts";

export type RecordedSegment = {
  segmentId: string;
  sourceId: string;
  sourceName: string;
  /** The same bytes were given for this source before: nothing was added, and the segment is the earlier one. */
  alreadyKnown: boolean;
  receivedAt: Date;
};

/**
 * Records a received body as a segment of a source and has it scanned. The source is made on first use.
 * The same bytes for the same source are answered with the segment that is already there.
 *
 * @throws AppError conflict `source_offset_differs` when the source is kept with another UTC offset
 */
export const recordSegment = defineVerb({
  name: "logs.record_segment",
  permission: "logs.import",
  effect: "write",
  input: z.strictObject({
    sourceName: lineInput(SOURCE_NAME_MAX),
    /** Minutes east of UTC of times that state no zone; left out: the source's own, or UTC for a new source. */
    utcOffsetMinutes: z.number().int().min(-UTC_OFFSET_MAX_MINUTES).max(UTC_OFFSET_MAX_MINUTES).optional(),
    fileName: lineInput(FILE_NAME_MAX),
    sha256: z.string().length(64).regex(/^[0-9a-f]{64}$/),
    byteLength: z.number().int().min(1).max(LOG_LIMITS.segmentBytes),
    encoding: z.enum(["identity", "gzip"]),
    /** A time at or after the newest record, for times that carry no year; left out: now. */
    referenceTime: z.date().optional(),
  }),
  async run(args): Promise<RecordedSegment> {
    const { context, tx, input, now, audit, unchanged, enqueue } = args;
    const { organizationId } = context;
    const source = await sourceByName(tx, organizationId, { name: input.sourceName, utcOffsetMinutes: input.utcOffsetMinutes ?? 0 }, now);
    if (input.utcOffsetMinutes !== undefined && source.utcOffsetMinutes !== input.utcOffsetMinutes) {
      const [kept, given] = [formatUtcOffset(source.utcOffsetMinutes), formatUtcOffset(input.utcOffsetMinutes)];
      throw new AppError("conflict", "source_offset_differs", `The source "${source.name}" is read with UTC offset ${kept}, not ${given}; nothing was recorded. Leave the offset out, or use another source name.`);
    }
    await keepBlob(args, input);
    const referenceTime = input.referenceTime ?? now;
    const { segment, created } = await insertSegment(tx, organizationId, { ...input, sourceId: source.id, referenceTime, receivedBy: actorId(context.actor) }, now);
    const answer = { segmentId: segment.id, sourceId: source.id, sourceName: source.name, receivedAt: segment.receivedAt };
    if (!created) {
      unchanged();
      return { ...answer, alreadyKnown: true };
    }
    const record = { source: source.id, sha256: input.sha256, byte_length: input.byteLength, encoding: input.encoding, reference_time: referenceTime.toISOString() };
    await appendPendingEntry(tx, context, { kind: "log_segment", subjectId: segment.id, record });
    await audit({ action: "log_segment.received", subjectKind: "log_segment", subjectId: segment.id, changes: { ...record, file_name: input.fileName } });
    await enqueue(scanSegmentKind, { segmentId: segment.id }, segment.id);
    return { ...answer, alreadyKnown: false };
  },
});
