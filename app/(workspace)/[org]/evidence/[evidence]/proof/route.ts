import { handleRoute } from "#app/_edge/route-context.ts";
import { evidenceProof } from "#app/_evidence/evidence-file.ts";

/** The proof that the ledger holds an evidence, as a file for whoever judges it elsewhere. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; evidence: string }> }): Promise<Response> {
  const { org, evidence } = await params;
  return handleRoute(request, { org }, (context) => evidenceProof(context, evidence));
}
