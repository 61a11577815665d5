import { handleRoute } from "#app/_edge/route-context.ts";
import { evidenceFile } from "#app/_evidence/evidence-file.ts";

/** The bytes of an evidence's file. */
export async function GET(request: Request, { params }: { params: Promise<{ org: string; evidence: string }> }): Promise<Response> {
  const { org, evidence } = await params;
  return handleRoute(request, { org }, (context) => evidenceFile(context, evidence));
}
