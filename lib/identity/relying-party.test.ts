import { expect, test } from "vitest";
import { relyingParty } from "./relying-party.ts";

test("passkeys belong to the host name of the configured address, this machine's own is localhost, and other addresses have none", () => {
  expect(relyingParty("https://tickmark.example.com")).toEqual({ id: "tickmark.example.com", origin: "https://tickmark.example.com" });
  expect(relyingParty("https://tickmark.example.com:8443")).toEqual({ id: "tickmark.example.com", origin: "https://tickmark.example.com:8443" });
  expect(relyingParty("http://127.0.0.1:3000")).toEqual({ id: "localhost", origin: "http://localhost:3000" });
  expect(relyingParty("http://[::1]:3000")).toEqual({ id: "localhost", origin: "http://localhost:3000" });
  expect(relyingParty("https://192.0.2.7")).toBeNull();
  expect(relyingParty("https://[2001:db8::7]")).toBeNull();
});
