import { expect, test } from "vitest";
import { addressAt, askPart, onlyMembers, signInHeaders, tryPermission, type Gap, type Incoming } from "./index.ts";

const at = (url: string, path: string, parameters = {}): string => addressAt({ settings: { url } }, path, parameters);
const answering = (status: number, body = "{}") => (): Promise<Incoming> => Promise.resolve({ status, headers: new Headers(), bytes: Buffer.from(body) });

test("an address keeps the path below which a server answers, and nothing else of what was typed", () => {
  expect([at("https://watch.example/prometheus/", "/api/v1/rules", { type: "alert" }), at("http://user:pw@watch.example:9090?x=1#y", "/-/ready")]).toEqual([
    "https://watch.example/prometheus/api/v1/rules?type=alert", "http://watch.example:9090/-/ready",
  ]);
  expect(() => at("file:///etc/passwd", "/")).toThrow(/no address/);
  expect(() => at("", "/")).toThrow(/no address/);
});

test("each way to sign in has its headers, and no other is taken", () => {
  const headers = (strategy: string) => signInHeaders({ credential: { strategy, values: { token: "t", user: "u", password: "p" } } });
  expect([headers("bearer"), headers("basic"), headers("open")]).toEqual([{ authorization: "Bearer t" }, { authorization: "Basic dTpw" }, {}]);
  expect(() => headers("magic")).toThrow(/no such way/);
});

test("a part that is denied or absent is a gap; refused credentials, redirects and other refusals end the run", async () => {
  const gaps: Gap[] = [];
  const part = (status: number, body?: string) => askPart({ ask: answering(status, body), gap: (one) => void gaps.push(one) }, { url: "https://x.example/" }, "GET /x");
  expect([await part(403), await part(404), gaps.map(({ reason }) => reason), (await part(200, "[1]"))?.body]).toEqual([null, null, ["denied", "not_found"], [1]]);
  for (const [status, kind] of [[401, "credential_refused"], [302, "misconfigured"], [400, "misconfigured"]] as const) await expect(part(status)).rejects.toMatchObject({ kind });
  await expect(part(200, "<html>")).rejects.toMatchObject({ kind: "malformed" });
});

test("a permission is granted only when it was answered", async () => {
  const states = await Promise.all([200, 401, 403, 404, 302].map(async (status) => (await tryPermission(answering(status), { url: "https://x.example/" }, { permission: "x", needed: [] })).state));
  expect(states).toEqual(["granted", "missing", "missing", "unknown", "unknown"]);
});

test("only the members that are named are kept", () => {
  expect([onlyMembers({ a: 1, secret: 2, b: null }, ["a", "b", "c"]), onlyMembers([1], ["0"]), onlyMembers(null, ["a"])]).toEqual([{ a: 1, b: null }, {}, {}]);
});
