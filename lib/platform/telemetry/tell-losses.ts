import { ExportResultCode } from "@opentelemetry/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { log } from "../log.ts";

const TELL_EVERY_MS = 60_000;

/**
 * Says once a minute that the collector takes no spans, and how many were let go; what failed is then done with, so that
 * nothing above waits or tries again.
 */
export function tellLosses(exporter: SpanExporter): SpanExporter {
  let lost = 0;
  let toldAt = -Infinity;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.code === ExportResultCode.FAILED) {
          lost += spans.length;
          if (performance.now() - toldAt >= TELL_EVERY_MS) {
            toldAt = performance.now();
            const cause = result.error;
            log.warn("traces.lost", { spans: lost, error: cause?.name, code: cause !== undefined && "code" in cause ? String(cause.code) : undefined });
            lost = 0;
          }
        }
        done({ code: ExportResultCode.SUCCESS });
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}
