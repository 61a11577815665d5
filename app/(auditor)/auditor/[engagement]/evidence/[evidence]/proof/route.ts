import { handleRoute } from "#app/_edge/route-context.ts";
import { evidenceProof } from "#app/_evidence/evidence-file.ts";

/** The proof that the ledger holds an evidence, for an auditor of the engagement. */
export async function GET(request: Request, { params }: { params: Promise<{ engagement: string; evidence: string }> }): Promise<Response> {
  const { engagement, evidence } = await params;
  return handleRoute(request, { engagement }, (context) => evidenceProof(context, evidence));
}
