import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { recordExportDownload } from "#lib/leaving/index.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** The archive of an export. The download is recorded before the first byte leaves. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; export: string }> }): Promise<Response> {
  const { org, export: exportId } = await params;
  return handleRoute(request, { org }, async (context) => {
    const download = await recordExportDownload(context, { exportId });
    return fileResponse({ ...download, bytes: runtime().blobs.read(context.organizationId, download.sha256) });
  });
}
