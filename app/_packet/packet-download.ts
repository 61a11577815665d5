import { fileResponse } from "#app/_edge/file-response.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { recordDownload, type PacketDownload } from "#lib/packets/index.ts";

/** Hands over a packet or its report to whoever may read it. The download is recorded before the first byte leaves. */
export async function packetDownload(context: Context, packetId: string, part: string): Promise<Response> {
  if (part !== "zip" && part !== "report") throw notFound("part of a packet");
  return sendPart(context.organizationId, await recordDownload(context, { packetId, part }));
}

/** Streams a stored part of a packet. */
export function sendPart(organizationId: string, download: PacketDownload): Promise<Response> {
  return fileResponse({ ...download, bytes: runtime().blobs.read(organizationId, download.sha256) });
}
