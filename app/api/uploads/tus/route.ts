import { handleRoute } from "#app/_edge/route-context.ts";
import { asTus, bytesHeader, carriesBytes, checksumOf, checkTusVersion, claimsOf, tusOptions, uploadAnswer } from "#app/_edge/tus.ts";
import { passing } from "#lib/platform/bytes.ts";
import { appendUpload, beginUpload } from "#lib/uploads/index.ts";

const orgOf = (request: Request): string => new URL(request.url).searchParams.get("org") ?? "";

/** What can be sent here, and how (tus 1.0.0). */
export async function OPTIONS(request: Request): Promise<Response> {
  return handleRoute(request, { org: orgOf(request) }, () => Promise.resolve(tusOptions()));
}

/** Begins a file that comes in parts, with its first bytes if they are sent along. Answers the address at which it goes on. */
export async function POST(request: Request): Promise<Response> {
  const org = orgOf(request);
  const answer = await handleRoute(request, { org }, async (context) => {
    const { headers, body } = request;
    checkTusVersion(headers);
    const upload = await beginUpload(context, { ...claimsOf(headers), byteLength: bytesHeader(headers, "upload-length") });
    const begun = { id: upload.id, expiresAt: upload.expiresAt, sha256: null, offset: 0, byteLength: Number(upload.byteLength) };
    const checksum = checksumOf(headers);
    const state = body === null || !carriesBytes(headers) ? begun : await appendUpload(context, { uploadId: upload.id, offset: 0, body: passing(body), ...(checksum === undefined ? {} : { checksum }) });
    return uploadAnswer(201, state, `/api/uploads/tus/${upload.id}?org=${org}`);
  });
  return asTus(answer);
}
