import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { CollectionFailure, joinTransformed, jsonOf, readItems, type Answer, type Collector, type Connector, type Json, type Session } from "#lib/connector/index.ts";

/** A tracker of tests: tickets of some pages, over real HTTP, with whatever a test has it answer. */
export type TestTracker = {
  url: string;
  tickets: { id: string; title: string; status: string; updated: string }[];
  token: string;
  /** What a request is answered in place of what it asked for; null lets it through. */
  fault: (path: string, count: number) => { status: number; headers?: Record<string, string>; body?: Json } | null;
  requests: string[];
  /** Server time, for skew; undefined says none. */
  date: Date | undefined;
  total: number | null;
  close(): Promise<void>;
};

const PAGE = 2;

export async function openTestTracker(count = 5): Promise<TestTracker> {
  const tracker: TestTracker = {
    url: "", token: "test-secret-token", requests: [], fault: () => null, date: undefined, total: null, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
    tickets: Array.from({ length: count }, (_, index) => ({ id: String(index + 1), title: `Ticket ${index + 1}`, status: index % 2 === 0 ? "open" : "done", updated: "2026-09-01T08:00:00Z" })),
  };
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://tracker");
    tracker.requests.push(`${url.pathname}${url.search}`);
    response.sendDate = false;
    if (tracker.date !== undefined) response.setHeader("date", tracker.date.toUTCString());
    const answer = (status: number, body: Json, headers: Record<string, string> = {}): void => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const fault = tracker.fault(url.pathname, tracker.requests.length);
    if (fault !== null) return answer(fault.status, fault.body ?? {}, fault.headers);
    if (request.headers.authorization !== `Bearer ${tracker.token}`) return answer(401, { message: "Bad credentials" });
    if (url.pathname === "/me") return answer(200, { login: "auditor" });
    const page = Number(url.searchParams.get("page") ?? "1");
    answer(200, { tickets: tracker.tickets.slice((page - 1) * PAGE, page * PAGE), total: tracker.total ?? tracker.tickets.length });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  // Nothing stays for its sake.
  server.unref();
  tracker.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return tracker;
}

const OPERATION = "GET /tickets";

async function get({ settings, credential, ask }: Session, path: string): Promise<Json> {
  const answer = await ask({ url: `${settings["url"] ?? ""}${path}`, headers: { authorization: `Bearer ${credential.values["token"] ?? ""}` } });
  if (answer.status === 401) throw new CollectionFailure("credential_refused", `GET ${path}`, "The tracker refuses the token. Make another one and replace it here.");
  if (answer.status === 403) throw new CollectionFailure("denied", `GET ${path}`, "The token may not read tickets.");
  if (answer.status === 410) throw new CollectionFailure("disabled", `GET ${path}`, "Tickets are switched off.");
  return jsonOf(answer.bytes, `GET ${path}`);
}

const ticket = z.object({ id: z.string(), title: z.string(), status: z.string(), updated: z.string() });

/** The page to go on with, null behind the last one, and how many tickets the tracker said it has. */
const placeSchema = z.tuple([z.number().nullable(), z.number()]);

const tickets: Collector = {
  id: "tickets", name: "Tickets", explains: "Tickets of the tracker.", yields: ["ticket"], everyHours: 6, fullEveryDays: 0,
  async *collect(run) {
    let [page, total]: [number | null, number] = placeSchema.nullable().parse(run.resume) ?? [1, 0];
    while (page !== null) {
      const body = z.object({ tickets: z.array(z.json()), total: z.number() }).parse(await get(run, `/tickets?page=${page}`));
      total = body.total;
      const next = body.tickets.length < PAGE ? null : page + 1;
      yield { answers: [{ operation: OPERATION, parameters: { page }, scope: null, body: body as Json, items: body.tickets.length }], resume: [next, total] };
      page = next;
    }
    return { cursor: null, announced: { kind: "ticket", total, exact: true }, secondRoute: null };
  },
  transform: ({ body }: Answer) => joinTransformed([readItems((body as { tickets?: Json }).tickets, ticket, "/tickets", ({ id, title, status, updated }) => [{
    kind: "ticket", externalId: id, scope: null, url: `https://tracker.example/${id}`, key: `SEC-${id}`, title, type: null, labels: [], priority: "High", status, state: status === "open" ? "open" : "closed", resolution: null,
    createdAt: "2026-09-01T08:00:00Z", updatedAt: updated, closedAt: status === "open" ? null : updated, reporter: null, assignees: [], closedBy: null, confidential: false,
  }])]),
};

/** A connector that no organization is offered. */
export const TEST_CONNECTOR: Connector = {
  manifest: {
    id: "test-tracker", name: "Test tracker", version: "1", vendor: "Nobody", explains: "Tickets of a tracker that tests keep.", trust: "documented", provenBy: "Nothing but tests.", capabilities: ["collect"],
    strategies: [{ id: "token", name: "Token", explains: "A token of the tracker.", fields: [{ name: "token", label: "Token", kind: "secret", required: true }] }],
    settings: [{ name: "url", label: "Address", kind: "url", required: true }],
    leastPrivilege: { explains: "Read tickets.", text: "tickets:read", format: "text" }, cannotSee: ["Tickets that the token's account may not see."],
  },
  collectors: [tickets],
  async identify(session) {
    const { login } = z.object({ login: z.string() }).parse(await get(session, "/me"));
    return { id: login, name: login, tenant: "tracker" };
  },
  async probe(session) {
    const { status } = await session.ask({ url: `${session.settings["url"] ?? ""}/tickets`, headers: { authorization: `Bearer ${session.credential.values["token"] ?? ""}` } });
    return [{ permission: "tickets:read", state: status === 200 ? "granted" : "missing", says: status === 200 ? "Tickets can be read." : "Tickets cannot be read.", needed: ["tickets"] }];
  },
};
