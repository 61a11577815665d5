import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findSegmentRow, type SegmentRow } from "./log-list.repository.ts";
import { progressOf, type UnparsedLine } from "./scan-progress.ts";
import { findScan, memberName } from "./scan.repository.ts";

export type SegmentView = SegmentRow & {
  utcOffsetMinutes: number;
  receivedBy: string;
  /** Bytes of unpacked text read so far. */
  scannedBytes: number;
  unparsedSample: UnparsedLine[];
};

/** One segment: what was received, how far it is read, what was not understood. */
export const readSegment = defineVerb({
  name: "logs.read_segment",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({ segmentId: idInput }),
  async run({ tx, context, input }): Promise<SegmentView> {
    const { organizationId } = context;
    const row = await findSegmentRow(tx, organizationId, input.segmentId);
    const found = await findScan(tx, organizationId, input.segmentId);
    if (row === null || found === null) throw notFound("log segment");
    const { unparsedSample, scannedBytes } = progressOf(found.scan);
    const receivedBy = await memberName(tx, organizationId, found.receivedBy);
    return { ...row, utcOffsetMinutes: found.source.utcOffsetMinutes, receivedBy, scannedBytes, unparsedSample };
  },
});
