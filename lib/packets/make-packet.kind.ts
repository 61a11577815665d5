import { jobKind } from "#lib/platform/job.ts";

/** The job that makes a packet. */
export const makePacketKind = jobKind<{ packetId: string }>("make-packet");
