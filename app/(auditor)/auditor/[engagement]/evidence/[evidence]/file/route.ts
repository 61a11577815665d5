import { handleRoute } from "#app/_edge/route-context.ts";
import { evidenceFile } from "#app/_evidence/evidence-file.ts";
import { noteVisit } from "#lib/engagements/index.ts";
import { readEvidence } from "#lib/evidence/index.ts";

/** The bytes of an evidence's file, for an auditor. The download is logged before the first byte leaves. */
export async function GET(request: Request, { params }: { params: Promise<{ engagement: string; evidence: string }> }): Promise<Response> {
  const { engagement, evidence: reference } = await params;
  return handleRoute(request, { engagement }, async (context) => {
    const evidence = await readEvidence(context, { reference });
    await noteVisit(context, { viewed: "evidence_file", subjectId: evidence.id });
    return evidenceFile(context, reference);
  });
}
