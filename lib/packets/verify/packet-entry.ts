/** A file found in a ZIP or a folder. `path` is relative to the bag and known to be safe; nothing is unpacked. */
export type PacketEntry = {
  path: string;
  /** Announced size; the reader is held to it. */
  bytes: number;
  /** Checksum that the ZIP announces; null in a folder. */
  crc32: number | null;
  /** @throws Error when the bytes cannot be had */
  open: () => Promise<AsyncIterable<Uint8Array>>;
};

/** Everything found, in the order in which it stands. `ordered` says whether that order means anything. */
export type PacketEntries = { entries: PacketEntry[]; ordered: boolean; close: () => Promise<void> };

/** Nothing can be said of the packet, because it cannot be read at all. */
export class UnreadablePacket extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadablePacket";
  }
}
