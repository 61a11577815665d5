/** `changed_while_writing`: a source gave other bytes the second time. `invalid_content`: the input contradicts itself. `too_large`: a limit. */
export type PacketErrorReason = "changed_while_writing" | "invalid_content" | "too_large";

/** A packet cannot be made from this content; `reason` is for machines, the message names the item. */
export class PacketError extends Error {
  readonly reason: PacketErrorReason;
  constructor(reason: PacketErrorReason, message: string) {
    super(message);
    this.name = "PacketError";
    this.reason = reason;
  }
}
