import { REPORT_PATH } from "./bag.ts";
import { readManifest } from "./packet-record.ts";
import { requireSealed, type PacketRow } from "./packet.repository.ts";

/** The two things that can be downloaded: the whole packet, and its report alone. */
export const PACKET_PARTS = ["zip", "report"] as const;
export type PacketPart = (typeof PACKET_PARTS)[number];

/** A blob to be streamed to somebody who may have it. */
export type PacketDownload = { sha256: string; byteLength: number; fileName: string; mediaType: string };

/** @throws AppError precondition_failed while the packet is not sealed */
export function downloadOf(packet: PacketRow, part: PacketPart): PacketDownload {
  const state = requireSealed(packet);
  const manifest = readManifest(state.manifest);
  if (part === "zip") return { sha256: state.blobSha256, byteLength: Number(state.byteLength), fileName: manifest.fileName, mediaType: "application/zip" };
  const byteLength = manifest.files.find((file) => file.path === REPORT_PATH)?.bytes;
  if (byteLength === undefined) throw new Error(`packet ${packet.id} has no report`);
  return { sha256: state.reportSha256, byteLength, fileName: manifest.reportFileName, mediaType: "application/pdf" };
}
