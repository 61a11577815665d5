import dns, { type LookupAddress } from "node:dns";
import { Resolver } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { networkInterfaces } from "node:os";
import { isLoopback } from "./web-address.ts";
import { AppError } from "./errors.ts";
import { outboundRules, plainAddress, type Destination, type OutboundRules } from "./outbound-address.ts";

/** Long enough for a slow server, short enough that a person who waits is told. */
const TIMEOUT_MS = 10_000;
/** Answers that we ask for are documents, keys and tokens, where the caller says nothing else. */
const MOST_BYTES = 1024 * 1024;
/** Of what a caller may ask for: an answer is held in memory, and one that takes longer is none. */
const OUTBOUND_LIMITS = { bytes: 64 * 1024 * 1024, timeoutMs: 120_000 } as const;

export type OutboundRequest = {
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Milliseconds from asking to the last byte; 10 s unless said otherwise, {@link OUTBOUND_LIMITS} at most. */
  timeoutMs?: number;
  /** Bytes of the answer's body; 1 MB unless said otherwise, {@link OUTBOUND_LIMITS} at most. */
  mostBytes?: number;
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
  /** What the operator opens although it is private: hosts with their port, or networks. */
  allowed: readonly string[];
  /** Our own database, which nothing opens. */
  never?: readonly Destination[];
  /** Name servers to ask in place of the machine's own. */
  nameServers?: readonly string[];
  /** How names become addresses; the machine's own way unless a test says otherwise. */
  lookup?: NameLookup;
};

/** All addresses of a name. */
export type NameLookup = (hostname: string) => Promise<LookupAddress[]>;

const lookupAll: NameLookup = (hostname) => dns.promises.lookup(hostname, { all: true });

export function openOutbound({ allowed, never = [], nameServers, lookup = lookupAll }: OutboundOptions): Outbound {
  const rules = outboundRules(allowed);
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  return {
    async fetch(url, request = {}) {
      const target = new URL(url);
      const destination = destinationOf(target);
      const own = await ownAddresses(never, destination.port, lookup);
      const mayConnect = (address: string): boolean => rules.mayConnect(address, destination) && !own(address);
      checkTarget(target, destination, mayConnect, rules, request.provesItself === true);
      return send(target, request, checkedLookup(mayConnect, lookup));
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

function destinationOf({ hostname, port, protocol }: URL): Destination {
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) };
}

/** Which addresses lead, at this port, to a database of ours: by whichever of its machine's addresses. */
async function ownAddresses(never: readonly Destination[], port: number, lookup: NameLookup): Promise<(address: string) => boolean> {
  const hosts = never.filter((one) => one.port === port).map(({ host }) => host);
  if (hosts.length === 0) return () => false;
  const found = await Promise.all(hosts.map(async (host) => (isIP(host) === 0 ? (await lookup(host)).map(({ address }) => address) : [host])));
  const barred = new Set(found.flat().map(plainAddress));
  const here = new Set(Object.values(networkInterfaces()).flatMap((some) => some ?? []).map(({ address }) => plainAddress(address)));
  const isHere = (address: string): boolean => isLoopback(address) || address === "0.0.0.0" || address === "::" || here.has(address);
  const isOnThisMachine = [...barred].some(isHere);
  return (address) => barred.has(plainAddress(address)) || (isOnThisMachine && isHere(plainAddress(address)));
}

function isNoRecord(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === dns.NODATA || error.code === dns.NOTFOUND);
}

function refused(host: string): AppError {
  return new AppError("precondition_failed", "address_refused", `${host} leads to an address that Tickmark does not connect to. The operator can open a host of your own, with its port, with TICKMARK_OUTBOUND_ALLOW.`);
}

function checkTarget({ protocol, hostname, username }: URL, destination: Destination, mayConnect: (address: string) => boolean, rules: OutboundRules, mayBePlain: boolean): void {
  const { host } = destination;
  if (rules.isBarred(host)) throw new AppError("precondition_failed", "address_refused", `${host} hands machines their own credentials. Tickmark never connects to it, whatever is opened.`);
  if (username !== "") throw new AppError("precondition_failed", "address_refused", "An address with a name and password in it is not asked.");
  if (protocol !== "https:" && !(protocol === "http:" && (mayBePlain || isLoopback(hostname) || rules.isPlain(destination)))) {
    throw new AppError("precondition_failed", "address_refused", "Only addresses that begin with https:// are asked. The operator can name a host of your own that is asked without TLS, like http://redmine.internal:3000, in TICKMARK_OUTBOUND_ALLOW.");
  }
  // A literal address is connected to without a look-up.
  if (isIP(host) !== 0 && !mayConnect(host)) throw refused(host);
}

/** The look-up whose very answer is connected to: a name that changes its address between check and use changes nothing. */
function checkedLookup(mayConnect: (address: string) => boolean, lookup: NameLookup): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname).then((found) => {
      if (found.length === 0 || found.some(({ address }) => !mayConnect(address))) return done(refused(hostname), "", 0);
      const [first] = found;
      return options.all === true ? done(null, found) : done(null, first!.address, first!.family);
    }, (error: NodeJS.ErrnoException) => { done(error, "", 0); });
  };
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return Buffer.from(body.toString());
  if (body instanceof Uint8Array) return Buffer.from(body);
  throw new TypeError("a body is sent as text, fields or bytes");
}

function send(target: URL, { method = "GET", headers = {}, body, signal, timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES }: OutboundRequest, lookup: LookupFunction): Promise<Response> {
  const bytes = bytesOf(body);
  const limits = [AbortSignal.timeout(Math.min(timeoutMs, OUTBOUND_LIMITS.timeoutMs)), ...(signal === undefined ? [] : [signal])];
  return new Promise((resolve, reject) => {
    const client = target.protocol === "https:" ? https : http;
    const length = bytes === undefined ? {} : { "content-length": String(bytes.length) };
    const request = client.request(target, { method, headers: { "user-agent": "Tickmark", ...headers, ...length }, lookup, agent: false, signal: AbortSignal.any(limits) }, (answer) => {
      read(answer, Math.min(mostBytes, OUTBOUND_LIMITS.bytes)).then((content) => resolve(responseOf(answer, content)), reject);
    });
    request.on("error", reject);
    request.end(bytes);
  });
}

async function read(answer: http.IncomingMessage, mostBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) throw new AppError("precondition_failed", "answer_too_large", `The answer is longer than ${Math.ceil(mostBytes / 1024 / 1024)} MB.`);
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
