import { handleApi } from "#app/_edge/api-route.ts";
import { listControls } from "#lib/controls/index.ts";
import { controlsAnswer } from "../answers.ts";
import { controlsQuery } from "../queries.ts";
import { readQuery } from "../read-query.ts";

/** The organization's controls with their status now, in the order of codes. */
export function GET(request: Request): Promise<Response> {
  return handleApi(request, async (context) => {
    const list = await listControls(context, readQuery(request, controlsQuery));
    const rows = list.rows.map(({ controlId: id, code, version, title, ownerTeam, status, proven, total, dueAt }) => ({ id, code, version, title, ownerTeam, status, proven, total, dueAt: dueAt?.toISOString() ?? null }));
    return Response.json(controlsAnswer.parse({ rows, nextCursor: list.nextCursor }));
  });
}
