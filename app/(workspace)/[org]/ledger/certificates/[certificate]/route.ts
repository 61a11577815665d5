import { handleRoute } from "#app/_edge/route-context.ts";
import { readCertificate } from "#lib/ledger/index.ts";

/** A certificate with which documents are signed, for whoever judges them elsewhere. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; certificate: string }> }): Promise<Response> {
  const { org, certificate } = await params;
  return handleRoute(request, { org }, async (context) => {
    const { pem, fingerprint } = await readCertificate(context, { id: certificate });
    return new Response(pem, { headers: { "content-type": "application/x-pem-file", "content-disposition": `attachment; filename="documents-${fingerprint.slice(0, 8)}.pem"`, "cache-control": "no-store" } });
  });
}
