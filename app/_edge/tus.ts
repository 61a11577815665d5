import { CHECKSUMS, keptName, MAX_UPLOAD_BYTES, mediaTypeInput, type Checksum, type UploadState } from "#lib/uploads/index.ts";
import { AppError } from "#lib/platform/errors.ts";

// The tus protocol 1.0.0 (tus.io/protocols/resumable-upload): how a file goes on where its sending stopped.

const TUS_EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration";
const BYTES_TYPE = "application/offset+octet-stream";

/** @throws AppError precondition_failed when the sender speaks another version, or none */
export function checkTusVersion(headers: Headers): void {
  if (headers.get("tus-resumable") !== "1.0.0") throw new AppError("precondition_failed", "tus_version", "This address speaks tus 1.0.0: send Tus-Resumable: 1.0.0.");
}

/** @throws AppError validation (media_type_wrong) */
export function checkBytesType(headers: Headers): void {
  if (headers.get("content-type") !== BYTES_TYPE) throw new AppError("validation", "media_type_wrong", `Bytes are sent as ${BYTES_TYPE}.`);
}

/** Whether a creation carries the first bytes. */
export const carriesBytes = (headers: Headers): boolean => headers.get("content-type") === BYTES_TYPE && headers.get("content-length") !== "0";

/** A count of bytes in a header. @throws AppError validation */
export function bytesHeader(headers: Headers, name: string): number {
  const value = headers.get(name) ?? "";
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new AppError("validation", "length_missing", `${name} has to be a number of bytes; nothing was kept.`);
}

/** @throws AppError validation (checksum_malformed) */
export function checksumOf(headers: Headers): Checksum | undefined {
  const given = headers.get("upload-checksum");
  if (given === null) return undefined;
  const [name = "", encoded = ""] = given.split(" ");
  const algorithm = CHECKSUMS.find((one) => one === name);
  if (algorithm === undefined) throw new AppError("validation", "checksum_malformed", `A checksum is one of ${CHECKSUMS.join(", ")}; nothing was kept.`);
  return { algorithm, digest: Buffer.from(encoded, "base64") };
}

/** What the sender says of the file. Anything that is no such claim is left out. */
export function claimsOf(headers: Headers): { fileName: string; mediaType?: string; originalPath?: string; originalModifiedAt?: Date; sha256?: string } {
  const said = new Map<string, string>();
  for (const pair of (headers.get("upload-metadata") ?? "").split(",")) {
    const [key = "", value = ""] = pair.trim().split(" ");
    if (key !== "") said.set(key, Buffer.from(value, "base64").toString("utf8"));
  }
  const type = mediaTypeInput.safeParse(said.get("filetype"));
  const path = plainPath(said.get("relativepath") ?? "");
  const modified = Number(said.get("modified") ?? Number.NaN);
  const sha256 = said.get("sha256");
  return {
    fileName: keptName(said.get("filename") ?? ""),
    ...(type.success ? { mediaType: type.data } : {}),
    ...(path === "" ? {} : { originalPath: path }),
    ...(Number.isFinite(modified) && Math.abs(modified) < 8.64e15 ? { originalModifiedAt: new Date(modified) } : {}),
    ...(sha256 === undefined ? {} : { sha256 }),
  };
}

const plainPath = (given: string): string => given.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").trim().slice(0, 1_024);

/** How far an upload is, as headers; once it has arrived, also by which id it is called: its SHA-256. */
export function uploadAnswer(status: 200 | 201 | 204, state: UploadState, location?: string): Response {
  const headers = new Headers({ "upload-offset": String(state.offset), "upload-length": String(state.byteLength), "upload-expires": state.expiresAt.toUTCString() });
  if (state.sha256 !== null) headers.set("x-file-sha256", state.sha256);
  if (location !== undefined) headers.set("location", location);
  return new Response(null, { status, headers });
}

/** Puts on an answer, a refusal too, what the protocol wants on each. */
export function asTus(answer: Response): Response {
  answer.headers.set("tus-resumable", "1.0.0");
  answer.headers.set("cache-control", "no-store");
  if (answer.status === 412) answer.headers.set("tus-version", "1.0.0");
  return answer;
}

/** What this address can do. */
export function tusOptions(): Response {
  return asTus(new Response(null, { status: 204, headers: { "tus-version": "1.0.0", "tus-extension": TUS_EXTENSIONS, "tus-max-size": String(MAX_UPLOAD_BYTES), "tus-checksum-algorithm": CHECKSUMS.join(",") } }));
}
