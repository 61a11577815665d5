/** The door of `lib/packets`. */
export { formatVerification } from "./format-verification.ts";
export { PACKET_LIMITS } from "./limits.ts";
export type * from "./packet-content.ts";
export { PacketError, type PacketErrorReason } from "./packet-error.ts";
export { sealPacket, type SealedPacket } from "./seal-packet.ts";
export type { SettledRequest } from "./settle-requests.ts";
export { statusWord } from "./status-words.ts";
export { verifyPacket, type PacketVerification, type Problem, type ProblemKind } from "./verify-packet.ts";
export { writePacketFile } from "./write-packet-file.ts";
