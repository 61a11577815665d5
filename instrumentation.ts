import type { Instrumentation } from "next";

/** Called once when Next's server starts: gives the process its runtime before the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startTracing } = await import("#lib/platform/telemetry/start-tracing.ts");
  await startTracing("web");
  const { openRuntime } = await import("#lib/platform/open-runtime.ts");
  const { baseUrl } = openRuntime({ limitsRates: true });
  const { builtRoutePatterns } = await import("#lib/platform/telemetry/route-pattern.ts");
  const { watchRequests } = await import("#lib/platform/telemetry/watch-requests.ts");
  const patternOf = builtRoutePatterns();
  watchRequests(patternOf);
  const { tellMetrics } = await import("#lib/platform/telemetry/all-metrics.ts");
  tellMetrics();
  const { traceRequests } = await import("#lib/platform/telemetry/trace-requests.ts");
  traceRequests(patternOf);
  const { keepRegionOfRequests } = await import("#app/_edge/region-of-request.ts");
  keepRegionOfRequests();
  const { isUpload } = await import("#app/_edge/uploads.ts");
  const { uploadSocket } = await import("#lib/platform/upload-process/upload-socket.ts");
  const socket = uploadSocket();
  if (socket === undefined) {
    const { readRequestsInBlocks } = await import("#lib/platform/request-bytes.ts");
    readRequestsInBlocks(isUpload);
  } else {
    const { handOnRequests } = await import("#lib/platform/upload-process/hand-on-requests.ts");
    handOnRequests(socket, isUpload);
  }
  // next-auth takes its own address from here alone; a request's Host header is the client's word.
  process.env["NEXTAUTH_URL"] = baseUrl;
}

/** Errors that no page or route explained. The route's pattern is logged, not the address: that may hold what people search for. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, context) => {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { errorFields, log } = await import("#lib/platform/log.ts");
  const digest = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  log.error("request.unhandled", { route: context.routePath, kind: context.routeType, digest, ...errorFields(error) });
};
