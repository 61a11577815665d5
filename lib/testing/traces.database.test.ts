import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invitePeople, mailInvitationsJob } from "#lib/people/index.ts";
import { openTracing } from "#lib/platform/telemetry/open-telemetry.ts";
import { traceRequests } from "#lib/platform/telemetry/trace-requests.ts";
import { installTracing, tracing } from "#lib/platform/telemetry/trace.ts";
import { startTraceCollector, type CollectedSpan, type TraceCollector } from "./trace-collector.ts";
import { testWorld, type World } from "./world.ts";

let collector: TraceCollector;
let world: World;

beforeAll(async () => {
  collector = await startTraceCollector();
  // Before the runtime is opened: it decides then whether statements are watched.
  installTracing(openTracing({ url: `${collector.url}/v1/traces`, headers: {}, share: 1, withIds: false }, "web"));
  world = await testWorld();
});

afterAll(async () => {
  await world.close();
  await collector.close();
});

test("a request, its verb, their statements and the job that it asked for are one trace, without anybody's data in it", async () => {
  traceRequests(() => "/[org]/people");
  const invited = "grace.hopper@example.com";
  const server = createServer((_request, response) => {
    invitePeople(world.as("admin"), { people: [{ email: invited, name: "Grace O'Hopper", role: "employee" }], sendMail: true }).then(
      () => response.writeHead(303).end(),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const caller = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${world.slug}/people?q=${invited}`;
  const answer = await fetch(address, { method: "POST", redirect: "manual", headers: { traceparent: `00-${caller.traceId}-${caller.spanId}-01` } });
  expect(answer.status).toBe(303);
  await new Promise((resolve) => server.close(resolve));
  expect(await world.runJobs([mailInvitationsJob])).toEqual(["mail-invitations"]);
  expect(world.mails).toHaveLength(1);
  await tracing()?.close();

  const trace = collector.spans.filter((span) => span.traceId === caller.traceId);
  const named = (name: string): CollectedSpan => {
    const found = trace.find((span) => span.name === name);
    if (found === undefined) throw new Error(`no span ${name} among ${trace.map((span) => span.name).join(", ")}`);
    return found;
  };
  const request = named("POST /[org]/people");
  const verb = named("verb people.invite");
  const job = named("job mail-invitations");
  expect(request).toMatchObject({ parentSpanId: caller.spanId, kind: 2, fields: { "http.route": "/[org]/people", "http.response.status_code": 303 } });
  expect(verb.parentSpanId).toBe(request.spanId);
  expect(job).toMatchObject({ parentSpanId: verb.spanId, kind: 5, fields: { "tickmark.job": "mail-invitations", "tickmark.attempt": 1 } });
  expect(named("INSERT invitation")).toMatchObject({ parentSpanId: verb.spanId, fields: { "db.system.name": "postgresql" } });
  expect(trace.some((span) => span.parentSpanId === job.spanId)).toBe(true);
  expect(trace.some((span) => span.name.startsWith("COMMIT"))).toBe(true);
  const told = collector.bodies.join("\n");
  for (const secret of [invited, "Hopper", world.slug, world.organizationId, world.members.admin.memberId, world.members.admin.email, world.runtime.secret]) expect(told).not.toContain(secret);
});
