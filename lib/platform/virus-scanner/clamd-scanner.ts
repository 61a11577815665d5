import { createConnection, type Socket } from "node:net";
import type { ScanResult, VirusScanner } from "./virus-scanner.ts";

/** Where clamd listens: an address and port, or a socket of this machine. */
export type ClamdPlace = { host: string; port: number } | { path: string };

/** A place as a setting writes it; undefined when it is none. */
export function clamdPlace(written: string): ClamdPlace | undefined {
  if (/^\/[^\0]+$/.test(written)) return { path: written };
  const [, host = "", port = ""] = /^([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(written) ?? [];
  return host === "" || Number(port) < 1 || Number(port) > 65_535 ? undefined : { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** Without an answer for this long the scanner counts as gone. Scanning gigabytes takes it minutes after the last byte. */
const SILENT_MS = 300_000;
/** clamd takes pieces up to its StreamMaxLength as a whole; small ones keep memory flat. */
const PIECE_BYTES = 256 * 1024;
const MOST_ANSWER_BYTES = 4_096;

/**
 * A scanner that speaks clamd's protocol (clamd(8): zINSTREAM, zVERSION): the file is streamed to it, nothing is shared with it.
 *
 * @param silentMs for tests
 */
export function openClamdScanner(place: ClamdPlace, silentMs = SILENT_MS): VirusScanner {
  return {
    async scan(bytes) {
      let version = "";
      try {
        version = (await ask(place, silentMs, (socket) => write(socket, "zVERSION\0"))).split("/")[0] ?? "";
        return judged(await ask(place, silentMs, (socket) => send(socket, bytes)), version);
      } catch (error) {
        return { verdict: "failed", scanner: "ClamAV", version: version === "" ? null : version, reason: `The scanner did not answer (${error instanceof Error ? error.message : String(error)}).` };
      }
    },
  };
}

function judged(answer: string, version: string): ScanResult {
  const found = /^stream: (.+) FOUND$/.exec(answer);
  if (found !== null) return { verdict: "infected", scanner: "ClamAV", version, signature: (found[1] ?? "").slice(0, 200) };
  if (answer === "stream: OK") return { verdict: "clean", scanner: "ClamAV", version, signature: null };
  const reason = /size limit exceeded/i.test(answer) ? "The file is larger than the scanner takes (its StreamMaxLength)." : `The scanner answered: ${answer.slice(0, 200)}`;
  return { verdict: "failed", scanner: "ClamAV", version, reason };
}

/** One command on a connection of its own, and its answer up to the zero byte. */
function ask(place: ClamdPlace, silentMs: number, say: (socket: Socket) => Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(place);
    let answer = "";
    socket.setTimeout(silentMs, () => socket.destroy(new Error(`no answer within ${Math.round(silentMs / 1000)} s`)));
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      answer += text;
      if (answer.includes("\0")) {
        resolve(answer.slice(0, answer.indexOf("\0")));
        socket.destroy();
      } else if (answer.length > MOST_ANSWER_BYTES) socket.destroy(new Error("its answer is too long"));
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("it hung up")));
    // It may refuse in the middle of a file and close: then its answer counts, and not that writing failed.
    socket.on("connect", () => { say(socket).catch((error: unknown) => { if (answer === "" && !socket.destroyed) socket.destroy(error instanceof Error ? error : new Error(String(error))); }); });
  });
}

async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  await write(socket, "zINSTREAM\0");
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      const part = piece.subarray(at, at + PIECE_BYTES);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      await write(socket, Buffer.concat([length, part]));
    }
  }
  await write(socket, Buffer.alloc(4));
}

function write(socket: Socket, bytes: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error == null ? resolve() : reject(error)));
  });
}
