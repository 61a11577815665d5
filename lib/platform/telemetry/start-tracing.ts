import { env } from "../env.ts";
import { installTracing } from "./trace.ts";

/** Begins to make traces, if a collector is set; without one OpenTelemetry is not even loaded. Before the runtime is opened. */
export async function startTracing(role: "web" | "uploads" | "worker"): Promise<void> {
  const setting = env().tracing;
  if (setting === undefined) return;
  const { openTracing } = await import("./open-telemetry.ts");
  const opened = openTracing(setting, role);
  installTracing(opened);
  // Next ends its process by itself once the last request is answered, and waits for nobody; the worker closes in order.
  if (role === "web") process.once("SIGTERM", opened.hurry);
}
