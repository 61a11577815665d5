import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { version } from "../version.ts";
import { traced, type SpanFields } from "./trace.ts";

// What Prometheus reads of one process. Labels are route patterns, names of verbs and kinds of jobs: never an
// organization, a person, an address or an id.

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** A job takes seconds to an hour, and waits as long as its queue is. */
const LONG_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 6 * 3600];

export type Metrics = {
  registry: Registry;
  requests: Histogram<"route" | "method" | "status">;
  verbs: Histogram<"verb" | "outcome">;
  jobs: Histogram<"kind" | "outcome">;
  jobWaits: Histogram<"kind">;
  queueJobs: Gauge<"state">;
  queueOldest: Gauge;
  tableRows: Gauge<"table">;
  workers: Gauge;
};

function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // What is true of the whole installation, and read again each time: of several processes the latest reading is not known, so the highest.
  const aggregator = "max";
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: "tickmark_build_info", help: "Always 1; the labels say what runs.", labelNames: ["version", "node"], registers, aggregator }).set({ version: version(), node: process.versions.node }, 1);
  return {
    registry,
    requests: new Histogram({ name: "tickmark_http_request_duration_seconds", help: "Requests answered, by route pattern.", labelNames: ["route", "method", "status"], buckets: SECONDS, registers }),
    verbs: new Histogram({ name: "tickmark_verb_duration_seconds", help: "Verbs run; outcome is ok or the code of the refusal.", labelNames: ["verb", "outcome"], buckets: SECONDS, registers }),
    jobs: new Histogram({ name: "tickmark_job_duration_seconds", help: "Runs of jobs; outcome is finished, failed or tried again.", labelNames: ["kind", "outcome"], buckets: LONG_SECONDS, registers }),
    jobWaits: new Histogram({ name: "tickmark_job_wait_seconds", help: "Age of jobs when a worker first took them.", labelNames: ["kind"], buckets: LONG_SECONDS, registers }),
    queueJobs: new Gauge({ name: "tickmark_queue_jobs", help: "Jobs in the queue of the whole installation, by state: waiting, running.", labelNames: ["state"], registers, aggregator }),
    queueOldest: new Gauge({ name: "tickmark_queue_oldest_wait_seconds", help: "How long the job waits that waits longest; 0 when none does.", registers, aggregator }),
    tableRows: new Gauge({ name: "tickmark_table_rows_estimate", help: "Rows of the tables that grow, all organizations together, as PostgreSQL last estimated them.", labelNames: ["table"], registers, aggregator }),
    workers: new Gauge({ name: "tickmark_workers", help: "Workers that gave a sign of life lately.", registers, aggregator }),
  };
}

// On globalThis for the reason given in runtime.ts: one registry per process, however often a bundler copies this module.
const holder = globalThis as { __tickmarkMetrics?: Metrics };

/** This process's metrics. */
export function metrics(): Metrics {
  holder.__tickmarkMetrics ??= makeMetrics();
  return holder.__tickmarkMetrics;
}

/**
 * Runs a verb, counts how long it took and how it ended, and makes it a span where traces are made.
 * @param outcomeOf the code of a refusal
 * @param ids whom it concerns; in spans only, and there only if the operator wants ids
 */
export async function measureVerb<T>(verb: string, work: () => Promise<T>, outcomeOf: (error: unknown) => string, ids: SpanFields = {}): Promise<T> {
  const stop = metrics().verbs.startTimer({ verb });
  return traced(`verb ${verb}`, { fields: { "tickmark.verb": verb }, ids }, async (span) => {
    try {
      const answer = await work();
      stop({ outcome: "ok" });
      return answer;
    } catch (error) {
      const outcome = outcomeOf(error);
      stop({ outcome });
      span.set({ "tickmark.outcome": outcome });
      // A refusal is an answer: only what nobody foresaw is a fault of the span.
      if (outcome !== "internal") span.answered();
      throw error;
    }
  });
}
