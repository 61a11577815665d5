import { createHash } from "node:crypto";
import type { Ask, Incoming, OutgoingRequest } from "./contract.ts";
import { CollectionFailure } from "./completeness.ts";
import type { Manifest } from "./manifest.ts";

/** One request as it went out and what came of it: part of the IPE record. */
export type Exchange = {
  method: string;
  /** Without what is secret in it. */
  address: string;
  /** By our clock. */
  sentAt: Date;
  milliseconds: number;
  /** Null when no answer came. */
  status: number | null;
  failed: string | null;
  /** By the server's clock, in whole seconds; null when it does not say. */
  serverDate: Date | null;
  bytes: number;
  /** Of the body as received; null when there was none. */
  sha256: string | null;
  /** How long was waited before it. */
  waitedMs: number;
  /** 1 for the first try of a question. */
  attempt: number;
};

export type TransportLimits = {
  /** Of one question, the first included. */
  attempts: number;
  /** Of one run: against a vendor that never ends. */
  requests: number;
  retries: number;
  /** Of one run, together. What the vendor wants beyond it ends the run; it goes on later from its last page. */
  waitMs: number;
  longestBackoffMs: number;
};

/** A whole organisation's answers at 100 a page are 20,000 requests for two million things; the waiting fits into a job's hour. */
const TRANSPORT_LIMITS: TransportLimits = { attempts: 5, requests: 20_000, retries: 200, waitMs: 20 * 60_000, longestBackoffMs: 60_000 };

/** Beyond it the times of evidence are told with a caution. */
export const SKEW_WARNED_MS = 60_000;
/** Beyond it nothing is collected: times could not be trusted. */
const SKEW_REFUSED_MS = 5 * 60_000;

export type TransportParts = {
  /** Sends once. @throws whatever keeps an answer from coming */
  send(request: OutgoingRequest): Promise<Incoming>;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
  limits?: Partial<TransportLimits>;
};

export type Transport = {
  ask: Ask;
  /** What was sent since it was last asked. */
  takeExchanges(): Exchange[];
  /** The server's clock less ours, in milliseconds, where it was furthest off; null when no server said its time. */
  skewMs(): number | null;
};

const RETRIED = new Set([429, 500, 502, 503, 504]);
const SECRET_PARAMETERS = /^(?:.*token|.*secret|.*key|password|signature|sig|code|x-amz-(?:signature|credential|security-token))$/i;

/**
 * The way to one vendor in one run. Asks again after 429, 500, 502 to 504, a vendor's own way to say "wait", and broken
 * connections: after `Retry-After` (seconds or date, RFC 9110, 10.2.3) where it is said, else after an exponential
 * backoff with full jitter. Only what may be repeated is.
 */
export function openTransport(manifest: Manifest, parts: TransportParts): Transport {
  const limits = { ...TRANSPORT_LIMITS, ...parts.limits };
  const spent = { requests: 0, retries: 0, waitMs: 0 };
  let exchanges: Exchange[] = [];
  let skew: number | null = null;

  const exchange = async (request: OutgoingRequest, attempt: number, waitedMs: number): Promise<Incoming | Error> => {
    if (++spent.requests > limits.requests) throw new CollectionFailure("budget_spent", operationOf(request), `More than ${limits.requests} requests were needed; the run was ended.`);
    const sentAt = parts.now();
    const told = { method: request.method ?? "GET", address: addressShown(request.url, manifest.secretParameters ?? []), sentAt, waitedMs, attempt };
    try {
      const answer = await parts.send(request);
      const [milliseconds, serverDate] = [parts.now().getTime() - sentAt.getTime(), dateOf(answer.headers.get("date"))];
      exchanges.push({ ...told, milliseconds, status: answer.status, failed: null, serverDate, bytes: answer.bytes.length, sha256: answer.bytes.length === 0 ? null : createHash("sha256").update(answer.bytes).digest("hex") });
      if (serverDate !== null) skew = further(skew, skewOf(serverDate, sentAt, milliseconds));
      if (skew !== null && Math.abs(skew) > SKEW_REFUSED_MS) throw new CollectionFailure("skewed", operationOf(request), `The vendor’s clock and ours are ${Math.round(Math.abs(skew) / 1000)} seconds apart: times could not be trusted.`);
      return answer;
    } catch (error) {
      if (error instanceof CollectionFailure || !(error instanceof Error)) throw error;
      exchanges.push({ ...told, milliseconds: parts.now().getTime() - sentAt.getTime(), status: null, failed: error.message, serverDate: null, bytes: 0, sha256: null });
      return error;
    }
  };

  const wait = async (wanted: number, request: OutgoingRequest): Promise<void> => {
    spent.retries += 1;
    const again = new Date(parts.now().getTime() + wanted);
    if (spent.retries > limits.retries) throw new CollectionFailure("budget_spent", operationOf(request), `More than ${limits.retries} requests had to be repeated; the run was ended.`);
    if (spent.waitMs + wanted > limits.waitMs) throw new CollectionFailure("rate_limited", operationOf(request), `The vendor wants us to wait until ${again.toISOString()}.`, again);
    spent.waitMs += wanted;
    await parts.sleep(wanted);
  };

  return {
    async ask(request) {
      let waited = 0;
      for (let attempt = 1; ; attempt += 1) {
        const answer = await exchange(request, attempt, waited);
        const wanted = waitAfter(answer, manifest, parts.now());
        if (wanted === "none" && !(answer instanceof Error)) return answer;
        if (!mayRepeat(request) || attempt >= limits.attempts) return given(answer, request);
        waited = typeof wanted === "number" ? wanted : Math.floor(parts.random() * Math.min(limits.longestBackoffMs, 1000 * 2 ** attempt));
        await wait(waited, request);
      }
    },
    takeExchanges() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    skewMs: () => skew,
  };
}

function given(answer: Incoming | Error, request: OutgoingRequest): Incoming {
  if (answer instanceof Error) throw new CollectionFailure("unreachable", operationOf(request), `${new URL(request.url).host} did not answer: ${answer.message}`, null, { cause: answer });
  if (answer.status === 429) throw new CollectionFailure("rate_limited", operationOf(request), "The vendor goes on asking us to slow down.");
  if (RETRIED.has(answer.status)) throw new CollectionFailure("unreachable", operationOf(request), `${new URL(request.url).host} goes on answering ${answer.status}.`);
  return answer;
}

const mayRepeat = ({ method = "GET", repeatable }: OutgoingRequest): boolean => repeatable ?? (method === "GET" || method === "HEAD");
const operationOf = ({ method = "GET", url }: OutgoingRequest): string => `${method} ${new URL(url).pathname}`;

/** How long to wait before asking again: said by the vendor, left to us, or not at all. */
function waitAfter(answer: Incoming | Error, manifest: Manifest, now: Date): number | "backoff" | "none" {
  if (answer instanceof Error) return "backoff";
  if (answer.status < 400) return "none";
  const own = manifest.waitWanted?.({ status: answer.status, headers: answer.headers, text: () => new TextDecoder().decode(answer.bytes) }, now) ?? null;
  if (own === "backoff") return retryAfter(answer.headers.get("retry-after"), now) ?? own;
  if (own !== null) return Math.max(0, own);
  if (!RETRIED.has(answer.status)) return "none";
  return retryAfter(answer.headers.get("retry-after"), now) ?? "backoff";
}

/** What `Retry-After` says, in milliseconds from now: seconds, or a date (RFC 9110, 10.2.3); null when it says nothing that can be read. */
export function retryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const at = dateOf(value);
  return at === null ? null : Math.max(0, at.getTime() - now.getTime());
}

function dateOf(value: string | null): Date | null {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : new Date(at);
}

/** The server says whole seconds, somewhere between sending and receiving. */
function skewOf(server: Date, sent: Date, milliseconds: number): number {
  const [early, late] = [server.getTime() - sent.getTime() - milliseconds, server.getTime() + 999 - sent.getTime()];
  return early > 0 ? early : Math.min(0, late);
}

const further = (known: number | null, seen: number): number => (known === null || Math.abs(seen) > Math.abs(known) ? seen : known);

/** An address as it may be shown: without names, passwords and the values of secret parameters. */
export function addressShown(url: string, secret: readonly string[]): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  for (const name of new Set(shown.searchParams.keys())) if (secret.includes(name) || SECRET_PARAMETERS.test(name)) shown.searchParams.set(name, "hidden");
  return shown.href;
}
