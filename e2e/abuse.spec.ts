import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { request } from "@playwright/test";
import { DEMO_ORGANIZATION } from "#prisma/seed/demo-people.ts";
import { BASE_URL, loginOf, signedIn } from "./installation.ts";
import { openSession } from "./sign-in.ts";
import { expect, test } from "./watched-page.ts";

// What a hostile page, a hostile link or a hostile caller tries against a running installation. Each test bears the name
// of what is guaranteed.

const org = `/${DEMO_ORGANIZATION.slug}`;

/** The server actions of the build that runs, as Next.js itself registered them. */
function builtActions(): string[] {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as { node: Record<string, unknown> };
  return Object.keys(manifest.node);
}

test.describe("another site", () => {
  const actions = builtActions();

  for (const [way, body] of [["a script's", undefined], ["a form's", "field"]] as const) {
    test(`no server action runs for ${way} request of its pages (${actions.length} actions)`, async () => {
      const victim = await request.newContext({ baseURL: BASE_URL, storageState: signedIn("mara") });
      const send = (id: string, origin: string) => victim.post("/account", {
        maxRedirects: 0,
        headers: { origin, ...(body === undefined ? { "next-action": id, "content-type": "text/plain;charset=UTF-8" } : {}) },
        ...(body === undefined ? { data: "[]" } : { multipart: { [`$ACTION_ID_${id}`]: "" } }),
      });
      const statuses = new Map<number, number>();
      for (const id of actions) {
        const answer = await send(id, "https://elsewhere.example");
        statuses.set(answer.status(), (statuses.get(answer.status()) ?? 0) + 1);
      }
      expect(Object.fromEntries(statuses)).toEqual({ 500: actions.length });
      // The same request of our own page is not refused at the door: the refusals above are the origin's.
      const own = await send("0".repeat(42), BASE_URL);
      expect(own.status()).not.toBe(500);
      await victim.dispose();
    });
  }

  test("no route handler changes anything for it, whatever it calls itself", async () => {
    const victim = await request.newContext({ baseURL: BASE_URL, storageState: signedIn("priya") });
    for (const origin of ["https://elsewhere.example", "null", `${BASE_URL}.elsewhere.example`, BASE_URL.replace("127.0.0.1", "127.0.0.1.elsewhere.example")]) {
      const answer = await victim.put(`/api/uploads/evidence?org=${DEMO_ORGANIZATION.slug}`, { headers: { origin, "x-file-length": "1", "x-file-name": "x" }, data: "x" });
      expect(answer.status(), origin).toBe(403);
      expect(await answer.json(), origin).toMatchObject({ code: "forbidden", reason: "origin_refused" });
    }
    await victim.dispose();
  });

  test("may read no answer: nothing allows an origin", async () => {
    const victim = await request.newContext({ baseURL: BASE_URL, storageState: signedIn("mara") });
    for (const address of [org, "/api/health", "/api/auth/session", "/account"]) {
      const answer = await victim.get(address, { headers: { origin: "https://elsewhere.example" } });
      expect(Object.keys(answer.headers()).filter((name) => name.startsWith("access-control-")), address).toEqual([]);
    }
    await victim.dispose();
  });
});

test.describe("a session", () => {
  test("that somebody else began in this browser is not the one that signing in gives (fixation)", async () => {
    const attacker = await openSession("oskar");
    const planted = (await attacker.storageState()).cookies.find(({ name }) => name.endsWith("tickmark.session"))?.value ?? "";
    const { email, password } = loginOf("tomas");
    const { csrfToken } = (await (await attacker.get("/api/auth/csrf")).json()) as { csrfToken: string };
    // The same browser, which still sends the planted cookie, signs in as the victim.
    expect((await attacker.post("/api/auth/callback/credentials", { form: { csrfToken, email, password, json: "true" } })).ok()).toBe(true);
    const fresh = (await attacker.storageState()).cookies.find(({ name }) => name.endsWith("tickmark.session"))?.value ?? "";
    expect(fresh).not.toBe(planted);
    const thief = await request.newContext({ baseURL: BASE_URL, extraHTTPHeaders: { cookie: `tickmark.session=${planted}` } });
    const answer = await thief.get(`${org}/my-work`, { maxRedirects: 0 });
    // The planted one is not the victim's, and ended with the sign-in.
    expect([answer.status(), new URL(answer.headers()["location"] ?? "/", BASE_URL).pathname]).toEqual([307, "/sign-in"]);
    await thief.dispose();
    await attacker.dispose();
  });

  test("cannot be made up: a token of another secret, without a signature, or of no shape opens nothing", async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"sid":"ses_x"}').toString("base64url")}.`;
    for (const value of [unsigned, "x", "a.b.c.d.e", "%00", "x".repeat(3000)]) {
      const forger = await request.newContext({ baseURL: BASE_URL, extraHTTPHeaders: { cookie: `tickmark.session=${value}` } });
      const answer = await forger.get(`${org}/overview`, { maxRedirects: 0 });
      expect([answer.status(), new URL(answer.headers()["location"] ?? "/", BASE_URL).pathname], value.slice(0, 20)).toEqual([307, "/sign-in"]);
      await forger.dispose();
    }
  });
});

test.describe("what every answer carries", () => {
  test("nosniff and no foreign frame, also where no page is: files of the build, refusals, route handlers, icons", async () => {
    const visitor = await request.newContext({ baseURL: BASE_URL, storageState: signedIn("mara") });
    const script = /\/_next\/static\/[^"]+\.js/.exec(await (await visitor.get("/sign-in")).text())?.[0] ?? "/_next/static/none.js";
    for (const address of [script, "/icon.svg", "/api/health", "/api/health/live", "/api/auth/csrf", "/api/uploads/evidence", "/no/such/page"]) {
      const headers = (await visitor.get(address, { maxRedirects: 0 })).headers();
      expect(headers["x-content-type-options"], address).toBe("nosniff");
      expect(headers["referrer-policy"], address).toBe("same-origin");
      expect(headers["content-security-policy"] ?? "", address).toMatch(/frame-ancestors 'none'/);
    }
    await visitor.dispose();
  });

  test("methods that nobody asked for are refused, and none repeats the request to who sent it (TRACE)", async () => {
    for (const method of ["TRACE", "TRACK", "CONNECT", "PROPFIND"]) {
      const answer = await fetchRaw(method);
      expect(answer.slice(0, 12), method).toMatch(/^(HTTP\/1\.1 [45]\d\d|$)/);
      expect(answer, method).not.toContain("planted-header-value");
    }
  });
});

/** One request by hand: HTTP clients refuse to send these methods. */
async function fetchRaw(method: string): Promise<string> {
  const { hostname, port } = new URL(BASE_URL);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${method} /sign-in HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-Planted: planted-header-value\r\nConnection: close\r\n\r\n`));
    let said = "";
    socket.on("data", (chunk: Buffer) => (said += chunk.toString()));
    socket.on("close", () => resolve(said));
    socket.on("error", reject);
  });
}
