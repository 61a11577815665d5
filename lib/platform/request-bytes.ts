import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { passing } from "./bytes.ts";

/**
 * Gives back the bytes of requests whose bodies are streamed, as soon as they were read. A route handler gets copies of what the
 * socket brought, made by the web's Request; the originals nobody holds, and only the garbage collector would find them. Called
 * once, before the first request.
 *
 * @param streams whether the bodies sent to this path are read piece by piece, and each is done with when the next is asked for
 */
export function freeRequestBytes(streams: (pathname: string) => boolean): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const [pathname = "/"] = (request.url ?? "/").split("?", 1);
    if (!streams(pathname)) return;
    const read = request[Symbol.asyncIterator].bind(request);
    request[Symbol.asyncIterator] = () => passing({ [Symbol.asyncIterator]: read }) as NodeJS.AsyncIterator<Uint8Array>;
  });
}
