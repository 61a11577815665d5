import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { AwsV4Signer } from "aws4fetch";
import { AppError } from "../errors.ts";

/** Where a bucket is, as path-style addresses: what every server that speaks S3 understands. */
export type S3Place = {
  /** Address of the bucket, and of a folder in it if there is one, without a slash at the end. */
  url: string;
  region: string;
  keyId: string;
  /** Never log it. */
  secret: string;
};

/** Without a byte for this long a connection counts as lost. */
const SILENT_MS = 60_000;
const TRIES = 3;
const MOST_ANSWER_BYTES = 1024 * 1024;

export type S3Answer = { status: number; headers: IncomingMessage["headers"]; body: IncomingMessage };
export type S3Request = {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Below the place's address. */
  key: string;
  query?: string;
  headers?: Record<string, string>;
  /** Opened again for each try. Its SHA-256 stands in the signature. */
  body?: { byteLength: number; sha256: string; open(): AsyncIterable<Uint8Array> };
};

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Sends a signed request and answers what the server says, whatever its status below 500. Connections that break and
 * answers from 500 on are tried again.
 * @throws AppError internal (blob_store_unreachable)
 */
export async function askS3(place: S3Place, asked: S3Request): Promise<S3Answer> {
  let last: unknown;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      const answer = await askOnce(place, asked);
      if (answer.status < 500) return answer;
      last = new Error(`the blob store answered ${answer.status}`);
      answer.body.resume();
    } catch (error) {
      last = error;
    }
  }
  throw new AppError("internal", "blob_store_unreachable", "The blob store does not answer.", [], { cause: last });
}

async function askOnce(place: S3Place, { method, key, query, headers = {}, body }: S3Request): Promise<S3Answer> {
  const target = new URL(`${place.url}/${key}${query === undefined ? "" : `?${query}`}`);
  const signed = await new AwsV4Signer({
    method,
    url: target.href,
    headers: { ...headers, "x-amz-content-sha256": body?.sha256 ?? EMPTY_SHA256 },
    accessKeyId: place.keyId,
    secretAccessKey: place.secret,
    service: "s3",
    region: place.region,
  }).sign();
  const send = target.protocol === "https:" ? httpsRequest : httpRequest;
  const request = send(target, { method, headers: { ...Object.fromEntries(signed.headers), "content-length": body?.byteLength ?? 0 }, timeout: SILENT_MS });
  request.once("timeout", () => request.destroy(new Error("the blob store fell silent")));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  if (body === undefined) request.end();
  // A refusal may come, and the connection close, before all is sent: then the answer is what counts.
  else pipeline(Readable.from(body.open(), { objectMode: false }), request).catch((error: unknown) => request.destroy(error instanceof Error ? error : new Error(String(error))));
  const answer = await answered;
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: answer };
}

/** The text of a small answer. */
export async function textOf({ body }: S3Answer): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_ANSWER_BYTES) throw new Error("the blob store's answer is too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
