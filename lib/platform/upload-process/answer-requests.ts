import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errorFields, log } from "../log.ts";
import { readRequestsInBlocks } from "../request-bytes.ts";

export type Answering = {
  /** Takes no more requests; resolves when those under way are answered. */
  close(): Promise<void>;
};

/**
 * Answers requests that come over a socket of this machine, as route handlers do: bodies are streams, and so are answers.
 *
 * @param socketPath where to listen, in a folder that no other user enters; what a killed process left there is removed
 * @param origin what their addresses begin with
 */
export async function answerRequests(socketPath: string, origin: string, answer: (request: Request) => Promise<Response>): Promise<Answering> {
  readRequestsInBlocks(() => true);
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (incoming, outgoing) => {
    respond(incoming, outgoing, origin, answer).catch((error: unknown) => {
      // Its sender went away, or the answer could not be made: nothing can be said to them any more.
      if (!incoming.destroyed) log.error("uploads.unanswered", errorFields(error));
      outgoing.destroy();
    });
  });
  await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen({ path: socketPath, exclusive: true }, resolve));
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, origin: string, answer: (request: Request) => Promise<Response>): Promise<void> {
  const { status, headers, body } = await answer(requestOf(incoming, origin));
  outgoing.writeHead(status, [...headers].flat());
  if (body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
}

/** As Next makes the request of a route handler: a body is a stream even where it is empty. */
function requestOf(incoming: IncomingMessage, origin: string): Request {
  const { method = "GET", url = "/", rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  const body = method === "GET" || method === "HEAD" ? {} : { body: incoming as unknown as BodyInit, duplex: "half" };
  return new Request(`${origin}${url}`, { method, headers, ...body });
}
