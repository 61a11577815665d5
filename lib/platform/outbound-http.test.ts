import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { isNetwork, outboundAddresses } from "./outbound-address.ts";
import { openOutbound } from "./outbound-http.ts";

const server = createServer((request, response) => {
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
  test.each(refused)("to %s", (address) => {
    expect(outboundAddresses([])(address)).toBe(false);
  });

  test.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111"])("anywhere but to public addresses such as %s", (address) => {
    expect(outboundAddresses([])(address)).toBe(true);
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

test("networks are addresses, with or without a length", () => {
  expect(["10.0.0.0/8", "10.1.2.3", "fd00::/8", "::1"].map(isNetwork)).toEqual([true, true, true, true]);
  expect(["10.0.0.0/33", "10.0.0", "example.com", "10.0.0.0/8/8", "/8", ""].map(isNetwork)).toEqual([false, false, false, false, false, false]);
});
