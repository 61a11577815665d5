import { expect, test } from "vitest";
import { readEnvironment } from "./env.ts";

const intakeOf = (given: Record<string, string>) => readEnvironment(given, "/srv").mailIntake;
const HERE = import.meta.filename;

test("no mail is taken unless its port is set", () => {
  expect(intakeOf({})).toBeUndefined();
  expect(() => intakeOf({ TICKMARK_MAIL_DOMAIN: "in.example.com" })).toThrow(/without it none is/);
});

test("addresses end with the domain that is set, else with the host that browsers use, when that is one", () => {
  expect(intakeOf({ TICKMARK_MAIL_PORT: "2525", TICKMARK_MAIL_DOMAIN: "In.Example.COM" })).toEqual({ host: "127.0.0.1", port: 2525, domain: "in.example.com", tls: undefined, dnsServers: [] });
  expect(intakeOf({ TICKMARK_MAIL_PORT: "25", TICKMARK_MAIL_HOST: "0.0.0.0", TICKMARK_BASE_URL: "https://tickmark.example.com" })).toMatchObject({ host: "0.0.0.0", domain: "tickmark.example.com" });
  expect(() => intakeOf({ TICKMARK_MAIL_PORT: "25" })).toThrow(/TICKMARK_MAIL_DOMAIN/);
});

test("a certificate comes with its key, and both are there; DNS servers are addresses", () => {
  const base = { TICKMARK_MAIL_PORT: "25", TICKMARK_MAIL_DOMAIN: "in.example.com" };
  expect(() => intakeOf({ ...base, TICKMARK_MAIL_CERTIFICATE: HERE })).toThrow(/belong together/);
  expect(() => intakeOf({ ...base, TICKMARK_MAIL_CERTIFICATE: "/no/such/file", TICKMARK_MAIL_KEY: HERE })).toThrow(/TICKMARK_MAIL_CERTIFICATE/);
  expect(intakeOf({ ...base, TICKMARK_MAIL_CERTIFICATE: HERE, TICKMARK_MAIL_KEY: HERE })?.tls).toEqual({ certificate: HERE, key: HERE });
  expect(intakeOf({ ...base, TICKMARK_MAIL_DNS: "127.0.0.1:53, [::1]:53, 9.9.9.9" })?.dnsServers).toEqual(["127.0.0.1:53", "[::1]:53", "9.9.9.9"]);
  expect(() => intakeOf({ ...base, TICKMARK_MAIL_DNS: "dns.example.com" })).toThrow(/TICKMARK_MAIL_DNS/);
});
