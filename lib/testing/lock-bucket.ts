import { hash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsV4Signer } from "aws4fetch";

// A bucket with object lock as the documentation of S3 describes it ("Object Lock", "Conditional writes", PutObject, DeleteObject,
// PutObjectRetention, ListObjectVersions), for what a client of ours asks of it. What it is asked otherwise than documented it refuses.

type Lock = { mode: string; until: Date };
type Version = { versionId: string; body: Buffer | null; lock: Lock | null; legalHold: boolean };

/** How the bucket is set up, or what it does wrong. */
export type BucketManner = "locks" | "no_lock" | "forgets_lock" | "governance" | "no_conditions" | "down";

const SKEW_MS = 15 * 60_000;
const PER_PAGE = 2;
export const BUCKET_KEY = { keyId: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region: "us-east-1" } as const;

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Asked = { method: string; key: string; query: URLSearchParams; headers: IncomingHttpHeaders; body: Buffer };
type Answer = { status: number; body?: Buffer | string; headers?: Record<string, string> };

/** A bucket in memory behind an HTTP server of its own. */
export class LockBucket {
  manner: BucketManner = "locks";
  now = (): Date => new Date();
  readonly objects = new Map<string, Version[]>();
  #made = 0;

  /** @returns the bucket's address and how its server is ended */
  async listen(name: string): Promise<{ url: string; stop(): Promise<void> }> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => void parts.push(part)).on("end", () => {
        const url = new URL(request.url ?? "", `http://${request.headers.host ?? ""}`);
        const asked = { method: request.method ?? "", key: decodeURIComponent(url.pathname.slice(name.length + 2)), query: url.searchParams, headers: request.headers, body: Buffer.concat(parts) };
        void this.#answer(url, asked).then(({ status, body = "", headers = {} }) => response.writeHead(status, headers).end(body));
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`, stop: () => new Promise((resolve) => void server.close(() => resolve())) };
  }

  async #answer(url: URL, asked: Asked): Promise<Answer> {
    try {
      if (this.manner === "down") throw new Refusal(503, "SlowDown");
      await requireSignature(url, asked);
      return this.#act(asked);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: `<Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>` };
    }
  }

  #act(asked: Asked): Answer {
    const { method, key, query } = asked;
    if (method === "PUT") return query.has("retention") ? this.#retain(asked) : query.has("legal-hold") ? this.#hold(asked) : this.#put(asked);
    if (method === "DELETE") return this.#delete(asked);
    if (method !== "GET") throw new Refusal(405, "MethodNotAllowed");
    if (key === "") return { status: 200, body: this.#list(query) };
    const { body, lock, versionId } = this.#find(key, query.get("versionId"));
    if (body === null) throw new Refusal(query.has("versionId") ? 405 : 404, query.has("versionId") ? "MethodNotAllowed" : "NoSuchKey");
    if (!query.has("retention")) return { status: 200, body, headers: { "x-amz-version-id": versionId } };
    if (lock === null) throw new Refusal(404, "NoSuchObjectLockConfiguration");
    return { status: 200, body: `<Retention><Mode>${lock.mode}</Mode><RetainUntilDate>${lock.until.toISOString()}</RetainUntilDate></Retention>` };
  }

  #put({ key, headers, body }: Asked): Answer {
    const versions = this.objects.get(key) ?? [];
    const current = versions.at(-1);
    if (headers["if-none-match"] === "*" && this.manner !== "no_conditions" && current !== undefined && current.body !== null) throw new Refusal(412, "PreconditionFailed");
    const lock = this.#lockOf(headers, body);
    this.#made += 1;
    const versionId = `v${this.#made}`;
    this.objects.set(key, [...versions, { versionId, body, lock, legalHold: headers["x-amz-object-lock-legal-hold"] === "ON" }]);
    return { status: 200, headers: { "x-amz-version-id": versionId } };
  }

  #lockOf(headers: IncomingHttpHeaders, body: Buffer): Lock | null {
    const { "x-amz-object-lock-mode": mode, "x-amz-object-lock-retain-until-date": date, "content-md5": md5 } = headers;
    if (mode === undefined && date === undefined) return null;
    if (this.manner === "no_lock") throw new Refusal(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    if (md5 === undefined) throw new Refusal(400, "InvalidRequest", "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters");
    if (md5 !== hash("md5", body, "base64")) throw new Refusal(400, "BadDigest");
    const lock = readLock(String(mode), String(date), this.now());
    if (this.manner === "forgets_lock") return null;
    return this.manner === "governance" ? { ...lock, mode: "GOVERNANCE" } : lock;
  }

  #find(key: string, versionId: string | null): Version {
    const versions = this.objects.get(key) ?? [];
    const found = versionId === null ? versions.at(-1) : versions.find((one) => one.versionId === versionId);
    if (found === undefined) throw new Refusal(404, versionId === null ? "NoSuchKey" : "NoSuchVersion");
    return found;
  }

  #retain({ key, query, body, headers }: Asked): Answer {
    const version = this.#find(key, query.get("versionId"));
    const [, mode = "", date = ""] = /<Mode>(\w+)<\/Mode><RetainUntilDate>([^<]+)</.exec(body.toString()) ?? [];
    const lock = readLock(mode, date, this.now());
    const { lock: before } = version;
    const loosens = before !== null && before.until > this.now() && (lock.until < before.until || lock.mode !== before.mode);
    if (loosens && (before.mode === "COMPLIANCE" || headers["x-amz-bypass-governance-retention"] !== "true")) throw new Refusal(403, "AccessDenied", "Access Denied because object protected by object lock.");
    version.lock = lock;
    return { status: 200 };
  }

  #hold({ key, query, body }: Asked): Answer {
    this.#find(key, query.get("versionId")).legalHold = body.toString().includes("<Status>ON</Status>");
    return { status: 200 };
  }

  /** Without a version's id nothing is deleted: a marker is laid over what is there. */
  #delete({ key, query, headers }: Asked): Answer {
    const versionId = query.get("versionId");
    const versions = this.objects.get(key) ?? [];
    if (versionId === null) {
      this.#made += 1;
      this.objects.set(key, [...versions, { versionId: `m${this.#made}`, body: null, lock: null, legalHold: false }]);
      return { status: 204, headers: { "x-amz-delete-marker": "true" } };
    }
    const version = versions.find((one) => one.versionId === versionId);
    const { lock = null, legalHold = false } = version ?? {};
    const isHeld = lock !== null && lock.until > this.now() && (lock.mode === "COMPLIANCE" || headers["x-amz-bypass-governance-retention"] !== "true");
    if (isHeld || legalHold) throw new Refusal(403, "AccessDenied", "Access Denied because object protected by object lock.");
    this.objects.set(key, versions.filter((one) => one !== version));
    return { status: 204 };
  }

  /** Keys in the order of their bytes, of each the newest version first; two at a time, so that every test of reading goes over pages. */
  #list(query: URLSearchParams): string {
    if (!query.has("versions")) throw new Refusal(501, "NotImplemented");
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(query.get("prefix") ?? "")).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const all = keys.flatMap((key) => (this.objects.get(key) ?? []).toReversed().map((version, at) => ({ key, version, latest: at === 0 })));
    const [afterKey, afterVersion] = [query.get("key-marker"), query.get("version-id-marker")];
    const from = afterKey === null ? 0 : all.findIndex(({ key, version }) => key === afterKey && version.versionId === afterVersion) + 1;
    const page = all.slice(from, from + Math.min(PER_PAGE, Number(query.get("max-keys") ?? 1_000)));
    const last = page.at(-1);
    const more = last !== undefined && from + page.length < all.length;
    const entries = page.map(({ key, version: { versionId, body }, latest }) => {
      const tag = body === null ? "DeleteMarker" : "Version";
      return `<${tag}><Key>${key}</Key><VersionId>${versionId}</VersionId><IsLatest>${String(latest)}</IsLatest>${body === null ? "" : `<Size>${body.length}</Size>`}<Owner><ID>owner</ID></Owner></${tag}>`;
    });
    return `<ListVersionsResult><IsTruncated>${String(more)}</IsTruncated>${more ? `<NextKeyMarker>${last.key}</NextKeyMarker><NextVersionIdMarker>${last.version.versionId}</NextVersionIdMarker>` : ""}${entries.join("")}</ListVersionsResult>`;
  }
}

function readLock(mode: string, date: string, now: Date): Lock {
  const until = new Date(date);
  if (mode !== "COMPLIANCE" && mode !== "GOVERNANCE") throw new Refusal(400, "InvalidArgument", "Unknown wormMode directive");
  if (Number.isNaN(until.getTime())) throw new Refusal(400, "InvalidArgument", "The retain until date must be provided in ISO 8601 format");
  if (until <= now) throw new Refusal(400, "InvalidArgument", "The retain until date must be in the future!");
  return { mode, until };
}

/** Signature version 4, made anew of what arrived: everything that is about the lock has to be signed. */
async function requireSignature(url: URL, { method, headers, body }: Asked): Promise<void> {
  const { authorization = "", "x-amz-date": datetime = "", "x-amz-content-sha256": sha256 } = headers as Record<string, string | undefined>;
  const names = /SignedHeaders=([^,]+),/.exec(authorization)?.[1]?.split(";") ?? [];
  const unsigned = Object.keys(headers).filter((name) => (name.startsWith("x-amz-") || name === "content-md5" || name === "host") && !names.includes(name));
  if (unsigned.length > 0) throw new Refusal(403, "AccessDenied", `There were headers present in the request which were not signed: ${unsigned.join(", ")}`);
  if (sha256 !== hash("sha256", body)) throw new Refusal(400, "XAmzContentSHA256Mismatch");
  const at = new Date(datetime.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(at.getTime() - Date.now()) < SKEW_MS)) throw new Refusal(403, "RequestTimeTooSkewed");
  const signed = Object.fromEntries(names.filter((name) => name !== "host").map((name) => [name, String(headers[name])]));
  const again = await new AwsV4Signer({ method, url: url.href, headers: signed, accessKeyId: BUCKET_KEY.keyId, secretAccessKey: BUCKET_KEY.secret, service: "s3", region: BUCKET_KEY.region, datetime, allHeaders: true }).sign();
  if (again.headers.get("authorization") !== authorization) throw new Refusal(403, "SignatureDoesNotMatch");
}
