/** The door of `lib/packets` for browser code: pure words and figures. */
export { periodBefore } from "./next-run.ts";
export { PACKET_STATUSES, type PacketStatus } from "./packet-status.ts";
export { PACKET_STEPS, type PacketStep } from "./packet-steps.ts";
