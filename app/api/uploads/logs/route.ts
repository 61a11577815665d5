import { handleRoute } from "#app/_edge/route-context.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { passing } from "#lib/platform/bytes.ts";
import { AppError } from "#lib/platform/errors.ts";
import { readLogUpload } from "./read-log-upload.ts";

/**
 * Takes one log file as the raw body, streamed, and records it as a segment. `?org=` names the organization, `source=`
 * where the log comes from; `offset=` and `reference=` may be left out. Headers as for every upload. Answers the
 * segment's id, and whether the source had these bytes already: then nothing was added.
 */
export async function PUT(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  return handleRoute(request, { org: query.get("org") ?? "" }, async (context) => {
    const { body } = request;
    if (body === null) throw new AppError("validation", "segment_empty", "The file is empty; nothing was kept.");
    const { timeZone } = await readOrganization(context, {});
    const { declared, segment } = readLogUpload(query, request.headers, { now: context.clock.now(), timeZone });
    const received = await receiveSegment(context, { body: passing(body), ...declared });
    const { segmentId, sourceName, alreadyKnown, receivedAt } = await recordSegment(context, { ...segment, ...received });
    const answer = { id: segmentId, sourceName, alreadyKnown, receivedAt: receivedAt.toISOString(), sha256: received.sha256 };
    return Response.json(answer, { status: alreadyKnown ? 200 : 201, headers: { "cache-control": "no-store" } });
  });
}
