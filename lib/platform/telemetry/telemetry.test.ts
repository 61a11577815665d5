import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { AppError, outcomeOf } from "../errors.ts";
import { mayReadMetrics } from "./metrics-access.ts";
import { measureVerb, metrics } from "./metrics.ts";
import { routePatterns } from "./route-pattern.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { watchRequests } from "./watch-requests.ts";

const MANIFEST = JSON.stringify({
  staticRoutes: [{ page: "/" }, { page: "/sign-in" }],
  dynamicRoutes: [{ page: "/[org]/alerts", regex: "^/([^/]+?)/alerts(?:/)?$" }, { page: "/d/[token]", regex: "^/d/([^/]+?)(?:/)?$" }],
});
const TOKEN = "a-token-that-is-long-enough-0123456789";
const local = { metricsToken: undefined, isPublic: false, host: "127.0.0.1" };

test("an address is counted under its route's pattern, and what no route has under one word", () => {
  const patternOf = routePatterns(MANIFEST);
  expect(["/", "/sign-in", "/sign-in/", "/fernhall/alerts", "/d/very-secret", "/_next/static/x.js", "/wp-login.php"].map(patternOf)).toEqual(["/", "/sign-in", "/sign-in", "/[org]/alerts", "/d/[token]", "/_next", "other"]);
});

test("requests are counted by pattern, method and status; neither address nor query is kept", async () => {
  watchRequests(routePatterns(MANIFEST));
  const server = createServer((request, response) => response.writeHead(request.url?.startsWith("/d/") === true ? 404 : 200).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of ["/fernhall/alerts?q=ada@example.com", "/d/very-secret-token", "/ada@example.com"]) await (await fetch(origin + path)).text();
  await new Promise((resolve) => server.close(resolve));
  const text = await metrics().registry.metrics();
  expect(text).toContain('tickmark_http_request_duration_seconds_count{route="/[org]/alerts",method="GET",status="200"} 1');
  expect(text).toContain('tickmark_http_request_duration_seconds_count{route="/d/[token]",method="GET",status="404"} 1');
  expect(text).not.toMatch(/fernhall|ada@|very-secret/);
});

test("a verb is counted with its outcome, and what it threw is passed on", async () => {
  expect(await measureVerb("tests.fine", () => Promise.resolve(7), outcomeOf)).toBe(7);
  await expect(measureVerb("tests.refused", () => Promise.reject(new AppError("conflict", "taken", "Taken.")), outcomeOf)).rejects.toThrow("Taken.");
  await expect(measureVerb("tests.refused", () => Promise.reject(new Error("broken")), outcomeOf)).rejects.toThrow("broken");
  const text = await metrics().registry.metrics();
  for (const line of ['verb="tests.fine",outcome="ok"', 'verb="tests.refused",outcome="conflict"', 'verb="tests.refused",outcome="internal"']) expect(text).toContain(`tickmark_verb_duration_seconds_count{${line}} 1`);
  expect(text).toMatch(/tickmark_build_info\{version="\d+\.\d+\.\d+",node="24\.[^"]+"\} 1/);
});

test("metrics are this machine's alone until a token is set, and then the token's", () => {
  expect(mayReadMetrics(local, null)).toBe(true);
  expect(mayReadMetrics({ ...local, isPublic: true }, null)).toBe(false);
  expect(mayReadMetrics({ ...local, host: "0.0.0.0" }, null)).toBe(false);
  const closed = { ...local, metricsToken: TOKEN };
  expect([null, "", `Bearer ${TOKEN}x`, TOKEN, `Bearer ${TOKEN}`].map((given) => mayReadMetrics(closed, given))).toEqual([false, false, false, false, true]);
});

test("a worker answers that it lives to everybody, metrics to who may, and nothing else", async () => {
  const server = await serveMetrics({ ...local, metricsToken: TOKEN }, 0, () => Promise.resolve());
  const status = async (path: string, authorization = ""): Promise<number> => (await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization } })).status;
  expect([await status("/live"), await status("/metrics"), await status("/metrics", `Bearer ${TOKEN}`), await status("/")]).toEqual([200, 404, 200, 404]);
  await server.close();
});
