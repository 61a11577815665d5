import { handleRoute } from "#app/_edge/route-context.ts";
import { answerSearch } from "#app/_shell/answer-search.ts";

type Segments = { params: Promise<{ engagement: string }> };

/** Records of the engagement by code or words, for the palette. */
export async function GET(request: Request, { params }: Segments): Promise<Response> {
  const { engagement } = await params;
  return handleRoute(request, { engagement }, (context) => answerSearch(context, request));
}
