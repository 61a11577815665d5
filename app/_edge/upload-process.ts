// `node app/_edge/upload-process.ts`: answers what brings files, for all web processes of this server, with the very route
// handlers that Next would call (lib/cli/start/web-processes.ts starts it). Pages and what draws them are not in its memory,
// and it is one: pieces of a file that come over several connections find the lease of the one before them.
import * as tusUpload from "#app/api/uploads/tus/[upload]/route.ts";
import * as evidence from "#app/api/uploads/evidence/route.ts";
import * as logs from "#app/api/uploads/logs/route.ts";
import * as tus from "#app/api/uploads/tus/route.ts";
import * as zip from "#app/api/uploads/zip/route.ts";
import * as apiEvidence from "#app/api/v1/evidence/route.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { tellMetrics } from "#lib/platform/telemetry/all-metrics.ts";
import { builtRoutePatterns } from "#lib/platform/telemetry/route-pattern.ts";
import { startTracing } from "#lib/platform/telemetry/start-tracing.ts";
import { traceRequests } from "#lib/platform/telemetry/trace-requests.ts";
import { tracing } from "#lib/platform/telemetry/trace.ts";
import { answerRequests } from "#lib/platform/upload-process/answer-requests.ts";
import { uploadSocket } from "#lib/platform/upload-process/upload-socket.ts";
import { answerUpload, type UploadRoutes } from "./answer-upload.ts";

const ROUTES: UploadRoutes = {
  "/api/uploads/evidence": evidence,
  "/api/uploads/logs": logs,
  "/api/uploads/tus": tus,
  "/api/uploads/tus/[upload]": tusUpload,
  "/api/uploads/zip": zip,
  "/api/v1/evidence": apiEvidence,
};

const socketPath = uploadSocket();
if (socketPath === undefined) throw new Error("TICKMARK_UPLOAD_SOCKET is not set: web-processes.ts sets it.");
await startTracing("uploads");
const { database, baseUrl } = openRuntime({ limitsRates: true });
traceRequests(builtRoutePatterns());
tellMetrics();
const answering = await answerRequests(socketPath, baseUrl, (request) => answerUpload(request, ROUTES));

/** Ends after what is under way; whoever started this process waits no longer than they want. */
process.once("SIGTERM", () => void answering.close()
  .then(() => database.$disconnect())
  .then(() => tracing()?.close())
  .then(() => process.exit(0)));
