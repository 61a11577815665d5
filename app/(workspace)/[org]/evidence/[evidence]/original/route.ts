import { fileResponse } from "#app/_edge/file-response.ts";
import { handleRoute } from "#app/_edge/route-context.ts";
import { openOriginal } from "#lib/redaction/index.ts";
import { readWatched } from "#lib/stored-files/index.ts";

/** The original of a redacted file, for who may see it; each time is told in the audit trail. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; evidence: string }> }): Promise<Response> {
  const { org, evidence } = await params;
  return handleRoute(request, { org }, async (context) => {
    const { sha256, fileName, byteLength } = await openOriginal(context, { evidenceId: evidence });
    return fileResponse({ bytes: readWatched(context, sha256), byteLength, sha256, fileName, mediaType: "application/octet-stream" });
  });
}
