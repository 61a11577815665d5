import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { isNetwork, isOpenable, outboundRules, plainAddress } from "./outbound-address.ts";
import { openOutbound } from "./outbound-http.ts";

const server = createServer((request, response) => {
  if (request.url === "/slow") return void setTimeout(() => response.end("late"), 5_000).unref();
  if (request.url === "/away") return void response.writeHead(302, { location: "http://169.254.169.254/" }).end();
  if (request.url === "/long") return void response.end(Buffer.alloc(1024 * 1024 + 1));
  let body = "";
  request.on("data", (part: Buffer) => void (body += part.toString())).on("end", () => void response.writeHead(201, { "content-type": "text/plain" }).end(`${request.method ?? ""} ${body}`));
});
let here = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => { resolve(); })));

const closed = openOutbound({ allowed: [] });
const open = openOutbound({ allowed: ["127.0.0.0/8"] });

describe("no request that somebody typed in leads", () => {
  const refused = [
    "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "ff02::1", "no address",
  ];
  const mayConnect = (address: string, allowed: readonly string[] = []): boolean => outboundRules(allowed).mayConnect(address, { host: "example.com", port: 443 });

  test.each(refused)("to %s", (address) => {
    expect(mayConnect(address)).toBe(false);
  });

  const credentials = ["169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "168.63.129.16"];
  test.each(credentials)("to %s, where machines get their credentials, even when everything is opened", (address) => {
    expect(mayConnect(address, ["0.0.0.0/0", "::/0"])).toBe(false);
  });

  test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111"])("anywhere but to public addresses such as %s", (address) => {
    expect(mayConnect(address)).toBe(true);
  });

  test("into a private network that the operator has not opened, by whichever spelling", async () => {
    const port = new URL(here).port;
    for (const url of [here, `http://localhost:${port}`, `http://[::1]:${port}`, `http://2130706433:${port}`, `http://0x7f.1:${port}`, "https://10.1.2.3/", "https://[::ffff:10.1.2.3]/"]) {
      expect(await reasonOf(closed.fetch(url))).toBe("address_refused");
    }
  });

  test("outside without TLS, or with a name and password in the address", async () => {
    for (const url of ["http://example.com/", "http://10.0.0.1/", "https://user:secret@example.com/"]) expect(await reasonOf(open.fetch(url))).toBe("address_refused");
  });
});

describe("what the operator opens", () => {
  const rules = outboundRules(["jira.internal:443", "http://10.1.2.3:9090", "[fd00::5]:8443", "10.20.0.0/16"]);

  test("is open at the port that was named, and at no other", () => {
    expect(rules.mayConnect("10.9.9.9", { host: "jira.internal", port: 443 })).toBe(true);
    expect(rules.mayConnect("10.9.9.9", { host: "JIRA.internal", port: 443 })).toBe(true);
    expect(rules.mayConnect("10.9.9.9", { host: "jira.internal", port: 8443 })).toBe(false);
    expect(rules.mayConnect("10.9.9.9", { host: "other.internal", port: 443 })).toBe(false);
    expect(rules.mayConnect("10.1.2.3", { host: "10.1.2.3", port: 9090 })).toBe(true);
    expect(rules.mayConnect("10.1.2.3", { host: "10.1.2.3", port: 22 })).toBe(false);
    expect(rules.mayConnect("fd00::5", { host: "fd00::5", port: 8443 })).toBe(true);
    expect(rules.mayConnect("10.20.7.7", { host: "any.internal", port: 1234 })).toBe(true);
  });

  test("is asked without TLS only where that was said", () => {
    expect(rules.isPlain({ host: "10.1.2.3", port: 9090 })).toBe(true);
    expect(rules.isPlain({ host: "10.1.2.3", port: 80 })).toBe(false);
    expect(rules.isPlain({ host: "jira.internal", port: 443 })).toBe(false);
  });

  test("is written as a host with its port, or as a network", () => {
    expect(["jira.internal:443", "http://10.1.2.3:9090", "[fd00::5]:8443", "10.20.0.0/16", "10.1.2.3", "localhost:3000"].map(isOpenable)).toEqual([true, true, true, true, true, true]);
    expect(["jira.internal", "jira.internal:0", "jira.internal:99999", "http://10.20.0.0/16", "fd00::5:8443x", "", "a b:80", "*:80"].map(isOpenable)).toEqual([false, false, false, false, false, false, false, false]);
  });

  test("never holds what hands out credentials, by name, number or any spelling", async () => {
    const wide = openOutbound({ allowed: ["0.0.0.0/0", "::/0", "http://metadata.google.internal:80", "http://169.254.169.254:80"], lookup: () => Promise.resolve([{ address: "169.254.169.254", family: 4 }]) });
    for (const url of ["http://169.254.169.254/latest", "http://2852039166/", "http://0xa9fea9fe/", "http://[::ffff:169.254.169.254]/", "http://metadata.google.internal/", "https://metadata.google.internal./", "https://[fd00:ec2::254]/", "https://innocent.example/"]) {
      expect([url, await reasonOf(wide.fetch(url))]).toEqual([url, "address_refused"]);
    }
  });

  test("never holds our own database, by whichever of this machine's addresses", async () => {
    const port = Number(new URL(here).port);
    const guarded = openOutbound({ allowed: ["0.0.0.0/0", "::/0"], never: [{ host: "127.0.0.1", port }] });
    for (const url of [here, `http://localhost:${port}/`, `http://[::1]:${port}/`, `http://2130706433:${port}/`, `https://[::ffff:127.0.0.1]:${port}/`, `https://0.0.0.0:${port}/`]) {
      expect([url, await reasonOf(guarded.fetch(url))]).toEqual([url, "address_refused"]);
    }
    const named = openOutbound({ allowed: ["0.0.0.0/0"], never: [{ host: "db.internal", port }], lookup: () => Promise.resolve([{ address: "10.0.0.7", family: 4 }]) });
    expect(await reasonOf(named.fetch(`https://alias.example:${port}/`))).toBe("address_refused");
  });
});

describe("a name", () => {
  const answering = (...answers: string[][]) => {
    let asked = 0;
    return openOutbound({ allowed: [], lookup: () => Promise.resolve((answers[Math.min(asked++, answers.length - 1)] ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))) });
  };

  test("is judged by the answer that is connected to: one that moves inside after it was looked at is refused", async () => {
    for (const inside of ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"]) expect(await reasonOf(answering([inside], ["93.184.216.34"]).fetch("https://rebinding.example/"))).toBe("address_refused");
  });

  test("with one address inside among others is refused", async () => {
    expect(await reasonOf(answering(["93.184.216.34", "10.0.0.1"]).fetch("https://both.example/"))).toBe("address_refused");
  });

  test("without an address is refused", async () => {
    expect(await reasonOf(answering([]).fetch("https://nobody.example/"))).toBe("address_refused");
  });
});

test("an IPv4 address inside of an IPv6 one is that address", () => {
  expect(["::ffff:10.0.0.1", "::ffff:a00:1", "64:ff9b::a00:1", "2002:a00:1::", "::a00:1", "fd00::1", "10.0.0.1", "::1"].map(plainAddress)).toEqual(["10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1", "fd00::1", "10.0.0.1", "::1"]);
});

test("a network that the operator opened is reached, body and all", async () => {
  const answer = await open.fetch(here, { method: "POST", body: new URLSearchParams({ a: "1" }) });
  expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([201, "text/plain", "POST a=1"]);
  expect(await (await open.fetch(here.replace("127.0.0.1", "localhost"))).text()).toBe("GET ");
});

test("a redirect is answered, not followed: it could lead inside", async () => {
  expect((await open.fetch(`${here}/away`)).status).toBe(302);
});

test("an answer without end is cut off", async () => {
  expect(await reasonOf(open.fetch(`${here}/long`))).toBe("answer_too_large");
});

test("a caller says how long an answer may be and take", async () => {
  expect((await open.fetch(`${here}/long`, { mostBytes: 2 * 1024 * 1024 })).status).toBe(200);
  expect(await reasonOf(open.fetch(here, { mostBytes: 2 }))).toBe("answer_too_large");
  await expect(open.fetch(`${here}/slow`, { timeoutMs: 50 })).rejects.toThrow(/abort|timeout/i);
});

test("networks are addresses, with or without a length", () => {
  expect(["10.0.0.0/8", "10.1.2.3", "fd00::/8", "::1"].map(isNetwork)).toEqual([true, true, true, true]);
  expect(["10.0.0.0/33", "10.0.0", "example.com", "10.0.0.0/8/8", "/8", ""].map(isNetwork)).toEqual([false, false, false, false, false, false]);
});
