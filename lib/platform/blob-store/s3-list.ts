import { AppError } from "../errors.ts";
import type { LyingBlob } from "./blob-store.ts";
import { askS3, textOf, type S3Place } from "./s3-client.ts";

/** Objects named in one answer: a thousand, S3's most, are well below the megabyte that an answer may have. */
const AT_ONCE = 1000;

/** The blobs below `folder`, by ListObjectsV2: a page at a time, in the order of their names. */
export async function* listObjects(place: S3Place, folder: string): AsyncGenerator<LyingBlob> {
  const { place: bucket, prefix } = objectPrefix(place, folder);
  let token: string | undefined;
  do {
    const query = new URLSearchParams({ "list-type": "2", "max-keys": String(AT_ONCE), prefix, ...(token === undefined ? {} : { "continuation-token": token }) });
    const answer = await askS3(bucket, { method: "GET", key: "", query: query.toString() });
    const text = await textOf(answer);
    if (answer.status !== 200) throw new AppError("internal", "blob_store_refused", `The blob store refused with ${answer.status}.`);
    for (const [, entry = ""] of text.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
      const [, sha256] = /<Key>[^<]*\/([0-9a-f]{64})<\/Key>/.exec(entry) ?? [];
      if (sha256 === undefined) continue;
      yield { sha256, sealedBytes: Number(elementOf(entry, "Size")), since: new Date(elementOf(entry, "LastModified") ?? Number.NaN) };
    }
    token = elementOf(text, "IsTruncated") === "true" ? elementOf(text, "NextContinuationToken") : undefined;
  } while (token !== undefined);
}

/** The bucket itself, which is asked for its list, and how the names of what lies in `folder` begin there. */
export function objectPrefix(place: S3Place, folder: string): { place: S3Place; prefix: string } {
  const { origin, pathname } = new URL(place.url);
  const [bucket = "", ...inside] = pathname.split("/").filter((part) => part !== "");
  return { place: { ...place, url: `${origin}/${bucket}` }, prefix: [...inside.map(decodeURIComponent), folder, ""].join("/") };
}

/** The text of the first element of this name. */
export function elementOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
