import { handleRoute } from "#app/_edge/route-context.ts";
import { asTus, bytesHeader, checkBytesType, checksumOf, checkTusVersion, uploadAnswer } from "#app/_edge/tus.ts";
import { passing } from "#lib/platform/bytes.ts";
import { appendUpload, cancelUpload, readUploadState } from "#lib/uploads/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";

type Params = { params: Promise<{ upload: string }> };

async function about(request: Request, { params }: Params, work: (context: Context, uploadId: string) => Promise<Response>): Promise<Response> {
  const { upload } = await params;
  const org = new URL(request.url).searchParams.get("org") ?? "";
  return asTus(await handleRoute(request, { org }, async (context) => {
    checkTusVersion(request.headers);
    return work(context, upload);
  }));
}

/** How many bytes of the file have come. */
export async function HEAD(request: Request, params: Params): Promise<Response> {
  return about(request, params, async (context, uploadId) => uploadAnswer(200, await readUploadState(context, uploadId)));
}

/** Goes on with the file at the offset at which it stopped. */
export async function PATCH(request: Request, params: Params): Promise<Response> {
  return about(request, params, async (context, uploadId) => {
    const { headers, body } = request;
    checkBytesType(headers);
    const checksum = checksumOf(headers);
    if (body === null) throw new AppError("validation", "upload_empty", "No bytes were sent; nothing was kept.");
    return uploadAnswer(204, await appendUpload(context, { uploadId, offset: bytesHeader(headers, "upload-offset"), body: passing(body), ...(checksum === undefined ? {} : { checksum }) }));
  });
}

/** Gives the file up. */
export async function DELETE(request: Request, params: Params): Promise<Response> {
  return about(request, params, async (context, uploadId) => {
    await cancelUpload(context, uploadId);
    return new Response(null, { status: 204 });
  });
}
