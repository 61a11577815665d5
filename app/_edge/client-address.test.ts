import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test("what a client writes into the header itself does not count: the nearest proxy's own entry does", () => {
  expect(clientAddress("203.0.113.7")).toBe("203.0.113.7");
  expect(clientAddress("1.2.3.4, 5.6.7.8 , 203.0.113.7")).toBe("203.0.113.7");
  expect(clientAddress("2001:db8::1")).toBe("2001:db8::1");
});

test("a request without an address has a name all the same, and a long header is cut", () => {
  for (const nothing of [undefined, null, "", " , "]) expect(clientAddress(nothing)).toBe("unknown");
  expect(clientAddress("x".repeat(5000))).toHaveLength(100);
});
