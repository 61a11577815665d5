import { jobKind } from "#lib/platform/job.ts";

/** The job that mails the links of a packet to those who have not had theirs. */
export const deliverPacketKind = jobKind<{ packetId: string }>("deliver-packet");
