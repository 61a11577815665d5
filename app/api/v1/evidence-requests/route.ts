import { handleApi } from "#app/_edge/api-route.ts";
import { listRequests } from "#lib/controls/index.ts";
import { requestsAnswer } from "../answers.ts";
import { requestsQuery } from "../queries.ts";
import { readQuery } from "../read-query.ts";

/** The organization's evidence requests with their status now, by control. */
export function GET(request: Request): Promise<Response> {
  return handleApi(request, async (context) => {
    const { control, ...query } = readQuery(request, requestsQuery);
    const list = await listRequests(context, { ...query, controlCode: control });
    const rows = list.rows.map(({ dueAt, ...row }) => ({ ...row, dueAt: dueAt?.toISOString() ?? null }));
    return Response.json(requestsAnswer.parse({ rows, nextCursor: list.nextCursor }));
  });
}
