import { handleRoute } from "#app/_edge/route-context.ts";
import { answerSearch } from "#app/_shell/answer-search.ts";

type Segments = { params: Promise<{ org: string }> };

/** Records by code or words, for the palette. */
export async function GET(request: Request, { params }: Segments): Promise<Response> {
  const { org } = await params;
  return handleRoute(request, { org }, (context) => answerSearch(context, request));
}
