import { handleRoute } from "#app/_edge/route-context.ts";
import { passing } from "#lib/platform/bytes.ts";
import { AppError } from "#lib/platform/errors.ts";
import { receiveUpload } from "#lib/uploads/index.ts";

/**
 * Takes one file as the raw body, streamed. `?org=` names the organization; `x-file-length` (or content-length) is the
 * declared length, `x-file-sha256` the declared hash, which may be left out. Answers its id: the SHA-256.
 */
export async function PUT(request: Request): Promise<Response> {
  const org = new URL(request.url).searchParams.get("org") ?? "";
  return handleRoute(request, { org }, async (context) => {
    const { body, headers } = request;
    if (body === null) throw new AppError("validation", "upload_empty", "The file is empty; nothing was kept.");
    const declared = headers.get("x-file-length") ?? headers.get("content-length") ?? "";
    const sha256 = headers.get("x-file-sha256") ?? undefined;
    if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) throw new AppError("validation", "hash_malformed", "The declared SHA-256 is not one; nothing was kept.");
    const byteLength = /^\d{1,15}$/.test(declared) ? Number(declared) : Number.NaN;
    const stored = await receiveUpload(context, { body: passing(body), byteLength, ...(sha256 === undefined ? {} : { sha256 }) });
    return Response.json({ id: stored.sha256, byteLength: stored.byteLength }, { status: 201, headers: { "cache-control": "no-store" } });
  });
}
