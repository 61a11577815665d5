import type { Context } from "#lib/platform/context.ts";
import { search } from "#lib/navigation/index.ts";

/** Answers the palette's question: records as JSON, kept by no cache. */
export async function answerSearch(context: Context, request: Request): Promise<Response> {
  const text = new URL(request.url).searchParams.get("text") ?? "";
  return Response.json(await search(context, { text }), { headers: { "cache-control": "no-store" } });
}
