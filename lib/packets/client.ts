/** The door of `lib/packets` for browser code: pure words and figures. */
export { nextRun, periodBefore } from "./next-run.ts";
export { PACKET_STEPS, shareOf, type PacketStep } from "./packet-steps.ts";
