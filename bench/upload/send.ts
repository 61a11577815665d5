import { createHash } from "node:crypto";
import { Agent, request as httpRequest, type ClientRequest } from "node:http";
import { open } from "node:fs/promises";

// Sends bytes to the taker as cheaply as Node can, so that what is measured is the taker: with `fetch`, the copies and the garbage of
// the sender took as much of the machine as all that was asked about. The reading of the file and the checksums are the sender's.

/** As the browser's side has it. */
const PIECE_BYTES = 8 * 1024 * 1024;
const READ_BYTES = 1024 * 1024;
/** Hashed at a time, so that what is on its way is not kept waiting. */
const SLICE_BYTES = 256 * 1024;
const agent = new Agent({ keepAlive: true });

type Sender = {
  ask<Answer>(address: string): Promise<Answer>;
  /** The file as one body. */
  whole(file: string, bytes: number): Promise<void>;
  /** The file in pieces, as a browser sends it: the checksum of the next one is made while one is on its way. With a `mark` as its first byte. */
  inParts(file: string, bytes: number, mark?: number): Promise<void>;
};

/** @param port of the taker, on this machine */
export function openSender(port: number): Sender {
  const start = (address: string, headers: Record<string, number>): { request: ClientRequest; answer: Promise<string> } => {
    const request = httpRequest({ port, host: "127.0.0.1", path: `/${address}`, method: "POST", agent, headers });
    const answer = new Promise<string>((resolve, reject) => {
      request.on("error", reject);
      request.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part)).on("error", reject);
        response.on("end", () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
      });
    });
    return { request, answer };
  };
  const ask = async <Answer>(address: string, body = Buffer.alloc(0)): Promise<Answer> => {
    const { request, answer } = start(address, { "content-length": body.length });
    request.end(body);
    return JSON.parse(await answer) as Answer;
  };
  return {
    ask,
    async whole(file, bytes) {
      const { request, answer } = start(`whole?bytes=${bytes}`, { "content-length": bytes });
      const handle = await open(file, "r");
      // One is read while the other is on its way.
      const buffers = [Buffer.allocUnsafe(READ_BYTES), Buffer.allocUnsafe(READ_BYTES)] as const;
      let sent: Promise<void> = Promise.resolve();
      for (let at = 0; at < bytes; at += READ_BYTES) {
        const { bytesRead, buffer } = await handle.read(buffers[(at / READ_BYTES) % 2 === 0 ? 0 : 1], 0, READ_BYTES, at);
        await sent;
        sent = new Promise((resolve, reject) => request.write(buffer.subarray(0, bytesRead), (error) => (error ? reject(error) : resolve())));
      }
      await sent;
      request.end();
      await handle.close();
      await answer;
    },
    async inParts(file, bytes, mark) {
      const { id } = await ask<{ id: string }>(`begin?bytes=${bytes}`);
      const handle = await open(file, "r");
      const buffers = [Buffer.allocUnsafe(PIECE_BYTES), Buffer.allocUnsafe(PIECE_BYTES)];
      const pieceAt = async (offset: number) => {
        const [buffer = Buffer.alloc(0)] = buffers.splice(0, 1);
        const hash = createHash("sha256");
        let length = 0;
        for (; length < PIECE_BYTES && offset + length < bytes; ) {
          const { bytesRead } = await handle.read(buffer, length, SLICE_BYTES, offset + length);
          if (offset + length === 0 && mark !== undefined) buffer[0] = mark;
          hash.update(buffer.subarray(length, length + bytesRead));
          length += bytesRead;
        }
        return { buffer, sent: buffer.subarray(0, length), digest: hash.digest("hex") };
      };
      let next = pieceAt(0);
      for (let offset = 0; offset < bytes; offset += PIECE_BYTES) {
        const { buffer, sent, digest } = await next;
        if (offset + PIECE_BYTES < bytes) next = pieceAt(offset + PIECE_BYTES);
        await ask(`append?upload=${id}&offset=${offset}&sha256=${digest}`, sent);
        buffers.push(buffer);
      }
      await handle.close();
    },
  };
}
