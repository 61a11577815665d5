import { AsyncLocalStorage } from "node:async_hooks";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span } from "@opentelemetry/api";
import { parseTraceParent } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { isAppError } from "../errors.ts";
import { version } from "../version.ts";
import type { OpenSpan, RequestSpan, SpanFields, SpanOptions, Tracing } from "./trace.ts";
import type { TraceSetting } from "./trace-setting.ts";
import { tellLosses } from "./tell-losses.ts";

/** Spans that wait for the collector; what comes on top of them while it is away is let go. About 4 MB. */
const MAX_WAITING = 4_096;
const SEND_EVERY_MS = 2_000;
/** For how long one batch is tried before it is given up. */
const GIVE_UP_AFTER_MS = 5_000;
/** What the end of a process waits for: its supervisor waits little longer. */
const CLOSE_WITHIN_MS = 3_000;

const KINDS = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;

/**
 * Opens the way to the collector. Nothing is registered globally: libraries that would make spans of their own, with
 * addresses and query strings in them, find no tracer.
 */
export function openTracing(setting: TraceSetting, role: "web" | "uploads" | "worker"): Tracing {
  const exporter = tellLosses(new OTLPTraceExporter({ url: setting.url, headers: { ...setting.headers }, timeoutMillis: GIVE_UP_AFTER_MS, concurrencyLimit: 2 }));
  const processor = new BatchSpanProcessor({ exporter, maxQueueSize: MAX_WAITING, scheduledDelayMillis: SEND_EVERY_MS, exportTimeoutMillis: 2 * GIVE_UP_AFTER_MS });
  const share = new TraceIdRatioBasedSampler(setting.share);
  const provider = new TracerProvider({
    // The share decides by the trace's id, so web server, worker and whoever called keep the same traces; a caller can
    // neither make more of them than the operator wants, nor hide what it asked for.
    sampler: new ParentBasedSampler({ root: share, remoteParentSampled: share, remoteParentNotSampled: share }),
    resource: resourceFromAttributes({ "service.name": `tickmark-${role}`, "service.version": version(), "process.pid": process.pid }),
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer("tickmark", version());
  const around = new AsyncLocalStorage<Context>();
  let hurried = false;
  const begin = (name: string, kind: SpanKind, fields: SpanFields, parent: string | null | undefined): { span: Span; context: Context } => {
    const named = parent === null || parent === undefined ? null : parseTraceParent(parent);
    const outer = named === null ? (around.getStore() ?? ROOT_CONTEXT) : trace.setSpanContext(ROOT_CONTEXT, { ...named, isRemote: true });
    const span = tracer.startSpan(name, { kind, attributes: fields }, outer);
    return { span, context: trace.setSpan(outer, span) };
  };
  const end = (span: Span): void => {
    span.end();
    // What could not be sent was told by `tellLosses`; there is nobody else to tell.
    if (hurried) void processor.forceFlush();
  };
  return {
    traced(name: string, { kind = "internal", fields = {}, ids = {}, parent }: SpanOptions, work) {
      const { span, context } = begin(name, KINDS[kind], setting.withIds ? { ...fields, ...ids } : fields, parent);
      return around.run(context, () => ended(span, end, work));
    },
    request(name, fields, parent) {
      // Whatever ran on this connection before is none of its business.
      around.enterWith(ROOT_CONTEXT);
      const { span, context } = begin(name, SpanKind.SERVER, fields, parent);
      around.enterWith(context);
      return requestSpan(span, end);
    },
    traceParent() {
      const span = trace.getSpanContext(around.getStore() ?? ROOT_CONTEXT);
      return span === undefined ? undefined : `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
    },
    hurry() {
      hurried = true;
      void processor.forceFlush();
    },
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS).unref());
      await Promise.race([provider.shutdown(), late]);
    },
  };
}

async function ended<T>(span: Span, end: (span: Span) => void, work: (span: OpenSpan) => Promise<T>): Promise<T> {
  let answered = false;
  const fail = (error: unknown): void => {
    span.setAttribute("error.type", errorType(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
  };
  try {
    return await work({ set: (fields) => span.setAttributes(fields), failed: fail, answered: () => (answered = true) });
  } catch (error) {
    if (!answered) fail(error);
    throw error;
  } finally {
    end(span);
  }
}

function requestSpan(span: Span, end: (span: Span) => void): RequestSpan {
  return {
    end(status) {
      if (status === undefined) span.setAttribute("tickmark.reader_left", true);
      else span.setAttribute("http.response.status_code", status);
      if (status !== undefined && status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      end(span);
    },
  };
}

/** An error's class or our own code; its message may hold what somebody typed. */
function errorType(error: unknown): string {
  if (isAppError(error)) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
