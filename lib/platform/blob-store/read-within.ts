import { runtime } from "../runtime.ts";

/**
 * A whole blob, where it is no larger than is wanted of it; else one byte more than that, so that the reader can say so.
 *
 * @param maxBytes in bytes
 */
export async function readWithin(organizationId: string, sha256: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of runtime().blobs.read(organizationId, sha256)) {
    length += chunk.length;
    if (length > maxBytes) return Buffer.alloc(maxBytes + 1);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
