import cluster, { type Worker } from "node:cluster";
import { randomUUID } from "node:crypto";
import { AggregatorRegistry } from "prom-client";
import { metrics } from "./metrics.ts";

// Several web processes answer at one port (lib/cli/start/web-processes.ts). Prometheus reaches one of them, and is told of
// all: that one asks the process which started them, which asks each.

const ASKED = "tickmark:all-metrics";
const ANSWER_WITHIN_MS = 10_000;

type Message = { type: typeof ASKED; id: string; text?: string; problem?: string };

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "type" in value && value.type === ASKED;
}

/** In the process that starts the others: sums up their metrics for the one that asks. */
export function answerWithAllMetrics(): void {
  const all = new AggregatorRegistry();
  cluster.on("message", (worker: Worker, message: unknown) => {
    if (!isMessage(message)) return;
    const answer = (rest: Pick<Message, "text" | "problem">): void => { if (worker.isConnected()) worker.send({ ...message, ...rest }); };
    all.clusterMetrics().then((text: string) => answer({ text }), (error: unknown) => answer({ problem: String(error) }));
  });
}

/** In a web process, once at its start: has it tell its metrics when the others are asked for theirs. */
export function tellMetrics(): void {
  if (!cluster.isWorker) return;
  AggregatorRegistry.setRegistries([metrics().registry]);
  new AggregatorRegistry();
}

/**
 * The metrics of all processes that answer at this port, as Prometheus reads them.
 * @throws Error when one of them does not tell
 */
export async function allMetrics(): Promise<string> {
  const { registry } = metrics();
  if (!cluster.isWorker) return registry.metrics();
  const id = randomUUID();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const heard = (message: unknown): void => {
    if (!isMessage(message) || message.id !== id) return;
    if (message.text === undefined) reject(new Error(`the web processes' metrics were not summed up: ${message.problem ?? ""}`));
    else resolve(message.text);
  };
  const late = setTimeout(() => { reject(new Error("the web processes' metrics were not summed up in time")); }, ANSWER_WITHIN_MS);
  process.on("message", heard);
  try {
    process.send?.({ type: ASKED, id } satisfies Message);
    return await promise;
  } finally {
    clearTimeout(late);
    process.off("message", heard);
  }
}
