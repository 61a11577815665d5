import { open, rename, rm } from "node:fs/promises";
import type { SealedPacket } from "./seal-packet.ts";

/**
 * Writes a sealed packet to a file: to `<path>.partial`, flushed to disk, then renamed, so that a file of that name is
 * always whole. An older file is replaced.
 * @throws PacketError `changed_while_writing` when a source gives other bytes now; the partial file is removed
 */
export async function writePacketFile(packet: SealedPacket, path: string): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, "w", 0o600);
  try {
    for await (const chunk of packet.zip()) await file.writeFile(chunk);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  }
  await file.close();
  await rename(partial, path);
}
