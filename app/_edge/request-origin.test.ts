import { expect, test } from "vitest";
import { checkOrigin } from "./request-origin.ts";

const BASE = "https://tickmark.example";
const check = (method: string, headers: Record<string, string>) => () => checkOrigin({ method, headers: new Headers(headers) }, BASE);

test("a changing request from another site is refused (CSRF)", () => {
  const refusal = expect.objectContaining({ code: "forbidden", reason: "origin_refused" }) as Error;
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" }, { origin: "https://tickmark.example.evil.example" }, { origin: "http://tickmark.example" }, { origin: "null" },
    { origin: "https://tickmark.example:8443" }, {}, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" }, { origin: "" },
  ];
  for (const headers of foreign) for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(check(method, headers), JSON.stringify(headers)).toThrow(refusal);
});

test("a changing request of one's own pages passes, also by another name of the same machine", () => {
  expect(check("POST", { origin: BASE })).not.toThrow();
  expect(check("PUT", { "sec-fetch-site": "same-origin" })).not.toThrow();
  expect(check("POST", { origin: "http://localhost:3000", host: "localhost:3000" })).not.toThrow();
});

test("reading needs no origin", () => {
  for (const method of ["GET", "HEAD"]) expect(check(method, { origin: "https://evil.example" })).not.toThrow();
});
