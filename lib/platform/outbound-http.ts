import dns, { type LookupAddress } from "node:dns";
import { Resolver } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isLoopback } from "./web-address.ts";
import { AppError } from "./errors.ts";
import { outboundAddresses } from "./outbound-address.ts";

/** Long enough for a slow server, short enough that a person who waits is told. */
const TIMEOUT_MS = 10_000;
/** Answers that we ask for are documents, keys and tokens. */
const MOST_BYTES = 1024 * 1024;

export type OutboundRequest = {
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** The answer carries a signature that the caller checks, and the question no secret: then it may go without TLS. */
  provesItself?: true;
};

/** The only way out: to addresses that somebody typed in, none of which may lead into our own network. */
export type Outbound = {
  /** Redirects are answered as they are, not followed. @throws AppError precondition_failed (address_refused, answer_too_large) */
  fetch(url: string, request?: OutboundRequest): Promise<Response>;
  /** The TXT records of a name, each as one text; none when the name has none. */
  txtRecords(name: string): Promise<string[]>;
};

export type OutboundOptions = {
  /** Private networks that the operator opens. */
  allowed: readonly string[];
  /** Name servers to ask in place of the machine's own. */
  nameServers?: readonly string[];
};

export function openOutbound({ allowed, nameServers }: OutboundOptions): Outbound {
  const mayConnect = outboundAddresses(allowed);
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  return {
    async fetch(url, request = {}) {
      const target = new URL(url);
      checkTarget(target, mayConnect, request.provesItself === true);
      return send(target, request, checkedLookup(mayConnect));
    },
    async txtRecords(name) {
      try {
        return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
      } catch (error) {
        if (isNoRecord(error)) return [];
        throw new AppError("precondition_failed", "name_servers_unreachable", "The name servers did not answer. Try again in a few minutes.", [], { cause: error });
      }
    },
  };
}

function isNoRecord(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === dns.NODATA || error.code === dns.NOTFOUND);
}

function refused(host: string): AppError {
  return new AppError("precondition_failed", "address_refused", `${host} leads to an address that Tickmark does not connect to. The operator can allow networks of your own with TICKMARK_OUTBOUND_ALLOW.`);
}

function checkTarget({ protocol, hostname, username }: URL, mayConnect: (address: string) => boolean, mayBePlain: boolean): void {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (username !== "") throw new AppError("precondition_failed", "address_refused", "An address with a name and password in it is not asked.");
  if (protocol !== "https:" && !(protocol === "http:" && (mayBePlain || isLoopback(hostname)))) {
    throw new AppError("precondition_failed", "address_refused", "Only addresses that begin with https:// are asked.");
  }
  // A literal address is connected to without a look-up.
  if (isIP(host) !== 0 && !mayConnect(host)) throw refused(host);
}

/** The look-up whose very answer is connected to: a name that changes its address between check and use changes nothing. */
function checkedLookup(mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return done(error, "", 0);
      if (found.length === 0 || found.some(({ address }) => !mayConnect(address))) return done(refused(hostname), "", 0);
      const [first] = found;
      return options.all === true ? done(null, found) : done(null, first!.address, first!.family);
    });
  };
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return Buffer.from(body.toString());
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new TypeError("a body is sent as text, fields or bytes");
}

function send(target: URL, { method = "GET", headers = {}, body, signal }: OutboundRequest, lookup: LookupFunction): Promise<Response> {
  const bytes = bytesOf(body);
  const limits = [AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])];
  return new Promise((resolve, reject) => {
    const client = target.protocol === "https:" ? https : http;
    const length = bytes === undefined ? {} : { "content-length": String(bytes.length) };
    const request = client.request(target, { method, headers: { "user-agent": "Tickmark", ...headers, ...length }, lookup, agent: false, signal: AbortSignal.any(limits) }, (answer) => {
      read(answer).then((content) => resolve(responseOf(answer, content)), reject);
    });
    request.on("error", reject);
    request.end(bytes);
  });
}

async function read(answer: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw new AppError("precondition_failed", "answer_too_large", "The answer is longer than 1 MB.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function responseOf(answer: http.IncomingMessage, content: Buffer): Response {
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headersDistinct)) for (const one of value ?? []) headers.append(name, one);
  // Statuses that carry no body refuse even an empty one.
  return new Response([101, 204, 205, 304].includes(status) ? null : new Uint8Array(content), { status, headers });
}
