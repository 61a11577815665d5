import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { startTraceCollector } from "#lib/testing/trace-collector.ts";
import { childEnvironment, readEnvironment } from "../env.ts";
import { AppError, outcomeOf } from "../errors.ts";
import { openMailer } from "../mailer.ts";
import { measureVerb } from "./metrics.ts";
import { openTracing } from "./open-telemetry.ts";
import { installTracing, traced, traceParent } from "./trace.ts";
import type { TraceSetting } from "./trace-setting.ts";

const settingOf = (source: Record<string, string>): TraceSetting => {
  const { tracing } = readEnvironment(source, "/project");
  if (tracing === undefined) throw new Error("no collector is set");
  return tracing;
};

afterEach(() => {
  installTracing(undefined);
  vi.restoreAllMocks();
});

test("without a collector nothing of OpenTelemetry is loaded, and work runs as it is", () => {
  // But its bare interface, which prom-client brings.
  const watch = 'import { registerHooks } from "node:module"; registerHooks({ resolve(name, context, next) { if (/opentelemetry\\/(?!api)|open-telemetry/.test(name)) { console.log("loaded " + name); } return next(name, context); } });';
  const work = 'const { startTracing } = await import("#lib/platform/telemetry/start-tracing.ts"); await import("#lib/jobs/worker.ts"); await startTracing("worker"); console.log("ready");';
  const run = (more: Record<string, string>): string => spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(watch)}`, "--input-type=module", "-e", work], { env: childEnvironment(more), encoding: "utf8" }).stdout;
  expect(run({})).toBe("ready\n");
  expect(run({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" })).toContain("loaded @opentelemetry/sdk-trace");
}, 60_000);

test("spans arrive at the collector nested as the work was, with its headers, names and counts alone", async () => {
  const collector = await startTraceCollector();
  const tracing = openTracing(settingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20of-the-collector" }), "web");
  installTracing(tracing);
  const outbox = await mkdtemp(path.join(tmpdir(), "traces-"));
  const mailer = openMailer({ kind: "outbox", directory: outbox }, "http://tickmark.test");
  const mail = { id: "mail_1", to: { name: "Ada", address: "ada@example.com" }, subject: "Very private", text: "Very private", html: "Very private" };
  await measureVerb("tests.send", () => mailer.send(mail), outcomeOf, { "tickmark.organization": "org_1" });
  await expect(measureVerb("tests.refuse", () => Promise.reject(new AppError("conflict", "taken", "Ada has it.")), outcomeOf)).rejects.toThrow();
  await expect(measureVerb("tests.break", () => Promise.reject(new TypeError("of ada@example.com")), outcomeOf)).rejects.toThrow();
  await tracing.close();
  await collector.close();
  await rm(outbox, { recursive: true });
  const [sent, verb, refused, broken] = ["mail send", "verb tests.send", "verb tests.refuse", "verb tests.break"].map((name) => collector.spans.find((span) => span.name === name));
  expect(sent).toMatchObject({ traceId: verb?.traceId, parentSpanId: verb?.spanId, kind: 3, service: "tickmark-web" });
  expect(refused).toMatchObject({ fields: { "tickmark.outcome": "conflict" }, status: { code: 0 } });
  expect(broken).toMatchObject({ fields: { "tickmark.outcome": "internal", "error.type": "TypeError" }, status: { code: 2 } });
  expect(refused?.traceId).not.toBe(verb?.traceId);
  expect(collector.headers[0]?.authorization).toBe("Bearer of-the-collector");
  expect(collector.bodies.join()).not.toMatch(/ada|private|org_1|of-the-collector/i);
});

test("a job goes on with the trace of who asked for it; the share decides by the trace, whatever a caller says", async () => {
  const collector = await startTraceCollector();
  const all = openTracing(settingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TICKMARK_TRACE_IDS: "on" }), "worker");
  installTracing(all);
  const given = await traced("asked", {}, () => Promise.resolve(traceParent()));
  expect(given).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  await traced("job one", { kind: "consumer", parent: given ?? null, ids: { "tickmark.organization": "org_1" } }, () => Promise.resolve());
  const unsampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
  await traced("hidden", { parent: unsampled }, () => Promise.resolve());
  await traced("mangled", { parent: "00-not-a-trace-01" }, () => Promise.resolve());
  await all.close();
  const none = openTracing(settingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TICKMARK_TRACE_SHARE: "0" }), "worker");
  installTracing(none);
  await traced("unwanted", { parent: unsampled.replace(/00$/, "01") }, () => Promise.resolve());
  await none.close();
  await collector.close();
  const [asked, job, hidden, mangled] = ["asked", "job one", "hidden", "mangled"].map((name) => collector.spans.find((span) => span.name === name));
  expect(job).toMatchObject({ traceId: asked?.traceId, parentSpanId: asked?.spanId, kind: 5, fields: { "tickmark.organization": "org_1" } });
  expect(hidden?.traceId).toBe("0af7651916cd43dd8448eb211c80319c");
  expect(mangled?.parentSpanId ?? "").toBe("");
  expect(collector.spans).toHaveLength(4);
});

test("a collector that is away slows nothing, and is spoken of once a minute", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((line) => said.push(String(line)) > 0);
  const tracing = openTracing({ ...settingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }), headers: { authorization: "secret" } }, "web");
  installTracing(tracing);
  for (let made = 0; made < 20_000; made += 1) await traced("work", {}, () => Promise.resolve());
  await tracing.close();
  await vi.waitFor(() => expect(said.filter((line) => line.includes("traces.lost"))).toHaveLength(1), 15_000);
  expect(said.join()).not.toContain("secret");
}, 30_000);

test("settings of traces are checked in one sentence each", () => {
  const problem = (source: Record<string, string>): string => {
    try {
      settingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", ...source });
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  expect(settingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://traces.example.com/otlp/", OTEL_EXPORTER_OTLP_HEADERS: "a=1, B=%C3%A4", TICKMARK_TRACE_SHARE: "0.25" })).toEqual({ url: "https://traces.example.com/otlp/v1/traces", headers: { a: "1", b: "ä" }, share: 0.25, withIds: false });
  expect(problem({ OTEL_EXPORTER_OTLP_ENDPOINT: "127.0.0.1:4318" })).toContain("address of a collector");
  expect(problem({ OTEL_EXPORTER_OTLP_HEADERS: "secret" })).toContain("a list like");
  expect(problem({ OTEL_EXPORTER_OTLP_HEADERS: "a=%ff" })).toContain("a list like");
  expect(problem({ TICKMARK_TRACE_SHARE: "2" })).toContain("from 0 to 1");
  expect(problem({ OTEL_EXPORTER_OTLP_ENDPOINT: "", OTEL_EXPORTER_OTLP_HEADERS: "a=1" })).toContain("set both");
});
