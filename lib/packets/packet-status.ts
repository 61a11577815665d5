/** How far the making of a packet has come; a sealed one never changes. */
export const PACKET_STATUSES = ["queued", "running", "sealed", "failed"] as const;
export type PacketStatus = (typeof PACKET_STATUSES)[number];
