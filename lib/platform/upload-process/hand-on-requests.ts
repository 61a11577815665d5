import { subscribe } from "node:diagnostics_channel";
import { Agent, request as begin, type ClientRequest, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { releaseBytes } from "../bytes.ts";
import { errorFields, log } from "../log.ts";
import { traceParent } from "../telemetry/trace.ts";

/** While it starts again nobody answers there; who sends a file need not notice. */
const REACHED_WITHIN_MS = 10_000;
const TRIES_EVERY_MS = 100;
/** Between two connections (RFC 9110, 7.6.1); `expect` was answered here. */
const OF_A_CONNECTION = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"]);
const UNREACHED = new Set(["ENOENT", "ECONNREFUSED"]);

/**
 * Has some requests to this process's HTTP server answered by another process, before Next sees them: their bytes pass through
 * and leave nothing behind, so a page's process stays as it is however large a file is. Called once, before the first request.
 *
 * @param socketPath where the other process listens (answer-requests.ts)
 * @param which the requests that it answers
 * @param reachedWithinMs how long a request waits for it when it is not there
 */
export function handOnRequests(socketPath: string, which: (method: string, pathname: string) => boolean, reachedWithinMs = REACHED_WITHIN_MS): void {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const known = new WeakSet<Server>();
  // Next makes its server itself. The first request that begins names it, just before those are told who answer it.
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (known.has(server)) return;
    known.add(server);
    const others = server.listeners("request") as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.removeAllListeners("request");
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const [pathname = "/"] = (request.url ?? "/").split("?", 1);
      if (which(request.method ?? "", pathname)) handOn(request, response, { socketPath, agent, until: performance.now() + reachedWithinMs });
      else for (const other of others) other.call(server, request, response);
    });
  });
}

type Way = { socketPath: string; agent: Agent; until: number };

function handOn(request: IncomingMessage, response: ServerResponse, way: Way): void {
  const { method, url } = request;
  const onward = begin({ socketPath: way.socketPath, agent: way.agent, method, path: url, headers: headersOnward(request) });
  let begun = false;
  const start = (): void => {
    begun = true;
    passBody(request, onward);
  };
  onward.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", start);
    else start();
  });
  onward.once("response", (answer) => passAnswer(answer, response));
  onward.on("error", (error: NodeJS.ErrnoException) => {
    const gone = request.destroyed && !request.complete;
    if (!begun && !gone && UNREACHED.has(error.code ?? "") && performance.now() < way.until) setTimeout(() => handOn(request, response, way), TRIES_EVERY_MS);
    else if (!gone) refuse(request, response, error);
  });
}

/** As they came, but for what concerns this connection alone, and with the address that they came from, as Next adds it. */
function headersOnward({ rawHeaders, headers, socket }: IncomingMessage): string[] {
  const named = new Set((headers.connection ?? "").toLowerCase().split(",").map((name) => name.trim()));
  // What the other process does is a part of this request's trace.
  const trace = traceParent();
  const onward = headersBut(rawHeaders, (name) => named.has(name) || (name === "traceparent" && trace !== undefined));
  if (headers["x-forwarded-for"] === undefined && socket.remoteAddress !== undefined) onward.push("X-Forwarded-For", socket.remoteAddress);
  if (trace !== undefined) onward.push("traceparent", trace);
  if (headers["transfer-encoding"] !== undefined) onward.push("Transfer-Encoding", "chunked");
  return onward;
}

/** Names and values in turn, as they came, but for those of a connection and those that are left out by their name in small letters. */
function headersBut(rawHeaders: readonly string[], leavesOut: (name: string) => boolean): string[] {
  return rawHeaders.flatMap((name, at) => {
    const small = name.toLowerCase();
    return at % 2 === 1 || OF_A_CONNECTION.has(small) || leavesOut(small) ? [] : [name, rawHeaders[at + 1] ?? ""];
  });
}

/** No faster than it is taken. What had come before the sender broke off still arrives, and then the connection breaks there too. */
function passBody(request: IncomingMessage, onward: ClientRequest): void {
  request.on("data", (piece: Buffer) => {
    // Not by `drain`, which Node no longer tells once the answer is there: the rest of what was refused comes after it.
    const written = (): void => {
      releaseBytes(piece);
      request.resume();
    };
    if (!onward.write(piece, written)) request.pause();
  });
  request.once("end", () => onward.end());
  request.once("close", () => {
    if (!request.complete) onward.socket?.destroySoon();
  });
}

function passAnswer(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, headersBut(answer.rawHeaders, () => false));
  answer.pipe(response);
  answer.once("error", () => response.destroy());
}

/** What was acknowledged is kept; of the rest nothing is said to be. */
function refuse(request: IncomingMessage, response: ServerResponse, error: Error): void {
  log.error("uploads.unreached", errorFields(error));
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = { code: "unavailable", reason: "uploads_unavailable", message: "Files cannot be taken at the moment. Send it again in a minute; what had arrived is kept.", problems: [] };
  response.writeHead(503, { "content-type": "application/json", "cache-control": "no-store", "retry-after": "10" }).end(JSON.stringify(body));
  request.resume();
}
