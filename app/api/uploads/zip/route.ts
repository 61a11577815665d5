import { handleRoute } from "#app/_edge/route-context.ts";
import { takeApart } from "#lib/uploads/index.ts";

/** Takes a ZIP that was sent before apart: `?org=` names the organization, `file=` the ZIP by its SHA-256. Answers its files. */
export async function POST(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  return handleRoute(request, { org: query.get("org") ?? "" }, async (context) => {
    const { files, empty } = await takeApart(context, query.get("file") ?? "");
    return Response.json({ files, empty }, { headers: { "cache-control": "no-store" } });
  });
}
