import { Readable } from "node:stream";
import { CollectionFailure, type Ask, type Incoming } from "#lib/connector/index.ts";

/** What the SDK hands to its handler. */
type SdkRequest = { protocol: string; hostname: string; port?: number; path: string; method: string; query?: Record<string, string | string[] | null>; headers: Record<string, string>; body?: unknown };
type SdkResponse = { statusCode: number; headers: Record<string, string>; body: Readable };

/** Hosts of AWS's partitions. A machine's AWS_ENDPOINT_URL, or a redirect to elsewhere, leads to none of them. */
const HOSTS = /\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/;

/** What begins something at AWS is asked once, whatever becomes of it. */
const BEGINS = /^Action=DetectStackDrift&/;

/**
 * The SDK's way to the network: ours. Every request of the connector but one only reads, so all others may be repeated;
 * waiting and asking again is the transport's, never the SDK's.
 *
 * @throws CollectionFailure misconfigured, malformed, and what `ask` throws
 */
export function requestHandler(ask: Ask): { handle(request: SdkRequest): Promise<{ response: SdkResponse }>; destroy(): void } {
  return {
    async handle(request) {
      const url = addressOf(request);
      const operation = `${request.method} ${url.host}`;
      if (url.protocol !== "https:" || !HOSTS.test(url.hostname)) throw new CollectionFailure("misconfigured", operation, `${url.hostname} is no address of AWS.`);
      const body = bodyOf(request.body);
      const answer = await ask({ url: url.href, method: request.method, headers: request.headers, body, repeatable: !BEGINS.test(body ?? "") });
      if (answer.status < 300 && isCutOff(answer)) throw new CollectionFailure("malformed", operation, `${url.hostname} sent an answer that was cut off.`);
      return { response: { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: Readable.from([Buffer.from(answer.bytes)], { objectMode: false }) } };
    },
    destroy: () => undefined,
  };
}

function addressOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
  const pairs = Object.keys(query).sort().flatMap((name) => {
    const value = query[name];
    return [value].flat().map((one) => (one == null || one === "" ? `${encoded(name)}=` : `${encoded(name)}=${encoded(one)}`));
  });
  url.search = pairs.join("&");
  return url;
}

/** As the signature wants it: RFC 3986, and the four characters that encodeURIComponent leaves. */
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** What is asked is text; the SDK's own class of bytes warns when it is read as such. */
function bodyOf(body: unknown): string | undefined {
  if (body === undefined || body === null || typeof body === "string") return body ?? undefined;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError("a request of the connector has a body of bytes or text");
}

/** Readers of XML are lenient: what lacks its last tag must not pass for a shorter list. */
function isCutOff({ headers, bytes }: Incoming): boolean {
  const announced = headers.get("content-length");
  if (announced !== null && headers.get("content-encoding") === null && Number(announced) !== bytes.length) return true;
  const start = new TextDecoder().decode(bytes.subarray(0, 2_000)).replace(/^\uFEFF?\s*(?:<\?[^>]*\?>\s*)?/, "");
  if (!start.startsWith("<")) return false;
  const root = /^<([A-Za-z_][\w.:-]*)/.exec(start)?.[1];
  const end = new TextDecoder().decode(bytes.subarray(-2_000)).trimEnd();
  return root === undefined || !(end.endsWith(`</${root}>`) || (end.endsWith("/>") && !end.slice(0, -2).includes(">", start.indexOf(">") + 1)));
}
