import { expect, test } from "vitest";
import { z } from "zod";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";
import { addressShown, CollectionFailure, joinTransformed, jsonOf, judgeCompleteness, readItems, retryAfter, severityOf, type Collector, type Connector, type Json, type OutgoingRequest } from "./index.ts";

const thing = z.object({ id: z.string(), name: z.string() });

/** Lists the things of two rooms, two a page. */
const things: Collector = {
  id: "things", name: "Things", explains: "What there is.", yields: ["resource"], everyHours: 24, fullEveryDays: 0,
  async *collect({ ask, credential, resume, gap }) {
    const start = z.object({ room: z.number(), page: z.number() }).nullable().parse(resume) ?? { room: 0, page: 1 };
    let total = 0;
    for (let { room, page } = start; room < 2; room += 1, page = 1) {
      for (let more = true; more; page += 1) {
        const operation = "GET /rooms/{room}/things";
        const answer = await ask({ url: `https://vendor.example/rooms/${room}/things?page=${page}`, headers: { authorization: `Bearer ${credential.values.token ?? ""}` } });
        if (answer.status === 401) throw new CollectionFailure("credential_refused", operation, "The token is refused.");
        if (answer.status === 403) {
          gap({ reason: "denied", operation, scope: `room ${room}`, says: "The token may not read it." });
          break;
        }
        const body = jsonOf(answer.bytes, operation) as { things: Json[]; total: number };
        more = body.things.length === 2;
        total = body.total;
        yield { answers: [{ operation, parameters: { page }, scope: `room ${room}`, body, items: body.things.length }], resume: more ? { room, page: page + 1 } : { room: room + 1, page: 1 } };
      }
    }
    return { cursor: null, announced: total === 0 ? null : { kind: "resource", total, exact: true }, secondRoute: null };
  },
  transform: ({ body, scope }) => joinTransformed([readItems((body as { things?: Json }).things, thing, "/things", ({ id, name }) => [
    { kind: "resource", externalId: id, scope, url: null, type: "vendor.thing", name, account: null, region: null, tags: {}, createdAt: null, attributes: {} },
  ])]),
};

const connector: Connector = {
  manifest: {
    id: "vendor", name: "Vendor", version: "1", vendor: "Nobody", explains: "For tests.", trust: "documented", provenBy: "nothing", capabilities: ["collect"],
    strategies: [{ id: "token", name: "Token", explains: "A token.", fields: [{ name: "token", label: "Token", kind: "secret", required: true }] }], settings: [],
    leastPrivilege: { explains: "", text: "", format: "text" }, cannotSee: [],
    waitWanted: ({ status, headers }) => (status === 400 && headers.get("x-slow") !== null ? (headers.get("x-slow") === "soon" ? "backoff" : Number(headers.get("x-slow"))) : null),
  },
  collectors: [things],
  identify: () => Promise.resolve({ id: "me", name: "Me", tenant: "here" }),
  probe: () => Promise.resolve([]),
};

const ROOMS = [["a", "b", "c", "d", "e"], ["f", "g", "h"]];

function vendor(rooms: readonly (readonly string[])[] = ROOMS, total = rooms.flat().length): Vendor {
  return ({ url }: OutgoingRequest) => {
    const { pathname, searchParams } = new URL(url);
    const page = Number(searchParams.get("page"));
    return jsonAnswer({ things: (rooms[Number(pathname.split("/")[2])] ?? []).slice(2 * page - 2, 2 * page).map((id) => ({ id, name: id.toUpperCase() })), total });
  };
}

const parts = { connector, collector: "things", settings: {}, credential: { strategy: "token", values: { token: "very-secret-token" } } };

connectorSuite({ ...parts, vendor, rows: 8, part: /\/rooms\/1\// });

test("a count that differs from what came makes it partial", async () => {
  const run = await collectInMemory({ ...parts, vendor: vendor(ROOMS, 9) });
  expect(run.end).toMatchObject({ completeness: "partial", gaps: [{ reason: "count_differs", says: "9 were said by the vendor’s own count, 8 came." }] });
});

test("what cannot be read is counted where it stands, and makes it partial", async () => {
  const inner = vendor(ROOMS, 7);
  let first = true;
  const run = await collectInMemory({ ...parts, vendor: (request) => {
    if (!first) return inner(request);
    first = false;
    return jsonAnswer({ things: [{ id: "a", name: "A" }, { id: 7 }], total: 7 });
  } });
  expect(run.end?.gaps).toEqual([{ reason: "unreadable", operation: "GET /rooms/{room}/things", scope: "room 0", says: expect.stringContaining("1 of what came cannot be read, first /things/1: id") as string }]);
});

test("a vendor’s own way to ask for patience is understood; what it asks beyond the budget ends the run until then", async () => {
  const slow = (wait: string): Vendor => {
    const inner = vendor();
    let count = 0;
    return (request) => (++count === 2 ? jsonAnswer({}, { status: 400, headers: { "x-slow": wait } }) : inner(request));
  };
  expect((await collectInMemory({ ...parts, vendor: slow("1234") })).waits).toEqual([1234]);
  expect((await collectInMemory({ ...parts, vendor: slow("soon") })).waits).toEqual([1000]);
  const ended = await collectInMemory({ ...parts, vendor: slow("7200000") });
  expect(ended.end).toMatchObject({ completeness: "failed", failure: { kind: "rate_limited", again: new Date("2026-03-02T11:00:00Z") } });
});

test("a question that may not be repeated is asked once", async () => {
  let asked = 0;
  const once: Collector = { ...things, async *collect({ ask }) {
    await ask({ url: "https://vendor.example/", method: "POST", body: "{}" });
    yield { answers: [], resume: null };
    return { cursor: null, announced: null, secondRoute: null };
  } };
  const run = await collectInMemory({ ...parts, connector: { ...connector, collectors: [once] }, vendor: () => (asked++, jsonAnswer({}, { status: 503 })) });
  expect([asked, run.end?.failure?.kind]).toEqual([1, "unreachable"]);
});

test("completeness: off and denied are never clean, and never a verdict", () => {
  const gap = (reason: "denied" | "disabled") => ({ reason, operation: "x", scope: null, says: "" });
  expect([
    judgeCompleteness({ answers: 0, gaps: [gap("disabled")], failure: null }), judgeCompleteness({ answers: 0, gaps: [gap("denied")], failure: null }),
    judgeCompleteness({ answers: 0, gaps: [gap("denied"), gap("disabled")], failure: null }), judgeCompleteness({ answers: 1, gaps: [gap("disabled")], failure: null }),
    judgeCompleteness({ answers: 3, gaps: [], failure: "disabled" }), judgeCompleteness({ answers: 3, gaps: [], failure: "malformed" }), judgeCompleteness({ answers: 0, gaps: [], failure: null }),
  ]).toEqual(["disabled", "denied", "partial", "partial", "disabled", "failed", "complete"]);
});

test("addresses are shown without what is secret in them", () => {
  expect(addressShown("https://user:pw@vendor.example/a?page=2&access_token=abc&X-Amz-Signature=def&mine=ghi", ["mine"])).toBe("https://vendor.example/a?page=2&access_token=hidden&X-Amz-Signature=hidden&mine=hidden");
});

test("Retry-After is seconds or a date; what is neither says nothing", () => {
  const now = new Date("2026-03-02T09:00:00Z");
  expect([retryAfter("3", now), retryAfter("Mon, 02 Mar 2026 09:00:05 GMT", now), retryAfter("Mon, 02 Mar 2026 08:00:00 GMT", now), retryAfter("soon", now), retryAfter(null, now)]).toEqual([3000, 5000, 0, null, null]);
});

test("a vendor’s words for how grave something is keep their degree; unknown words stay unknown", () => {
  expect([severityOf("Moderate"), severityOf("Highest"), severityOf("Normal"), severityOf("P1"), severityOf(null)].map(({ degree }) => degree)).toEqual(["medium", "critical", "medium", "unknown", "unknown"]);
});
