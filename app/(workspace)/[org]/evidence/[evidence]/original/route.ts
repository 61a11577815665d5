import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { openOriginal } from "#lib/redaction/index.ts";

/** The original of a redacted file, for who may see it; each time is told in the audit trail. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; evidence: string }> }): Promise<Response> {
  const { org, evidence } = await params;
  return handleRoute(request, { org }, async (context) => {
    const { sha256, fileName, byteLength } = await openOriginal(context, { evidenceId: evidence });
    return fileResponse({ bytes: runtime().blobs.read(context.organizationId, sha256), byteLength, sha256, fileName, mediaType: "application/octet-stream" });
  });
}
