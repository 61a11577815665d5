import yauzl from "yauzl";

/** Reads a small ZIP into memory, in order. For tests. */
export async function readZip(zip: Buffer): Promise<{ path: string; bytes: Buffer }[]> {
  const opened = await yauzl.fromBufferPromise(zip);
  const files: { path: string; bytes: Buffer }[] = [];
  for await (const entry of opened.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.push({ path: entry.fileName, bytes: Buffer.concat(chunks) });
  }
  return files;
}
