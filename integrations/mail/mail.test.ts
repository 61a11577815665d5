import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth/lib/dkim/sign";
import { expect, test } from "vitest";
import { rowSchema, type Delivery, type Json, type Resolve, type RowOf } from "#lib/connector/index.ts";
import { mail } from "./index.ts";
import { open, wordsOf } from "./open.ts";
import { decodeWords, newAddress } from "./receive.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "der" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
const absent = (): Error => Object.assign(new Error("queryTxt ENOTFOUND"), { code: "ENOTFOUND" });

const DNS: Readonly<Record<string, string>> = {
  "s1._domainkey.x.example": `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}`,
  "s1._domainkey.other.example": `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}`,
  "x.example": "v=spf1 ip4:192.0.2.10 -all", "other.example": "v=spf1 ip4:203.0.113.5 -all", "_dmarc.x.example": "v=DMARC1; p=reject",
};
const resolve: Resolve = (name, type) => (type === "TXT" && DNS[name] !== undefined ? Promise.resolve([[DNS[name]]]) : Promise.reject(absent()));

const message = (from = "alerts@x.example", subject = "[FIRING:1] HostDown"): string => `From: Alerts <${from}>\r\nTo: in-abc@tickmark.example\r\nSubject: ${subject}\r\nMessage-ID: <m1@x.example>\r\nDate: Mon, 02 Mar 2026 09:00:00 +0000\r\n\r\nwritten by somebody\r\n`;
const signed = async (text: string, domain = "x.example"): Promise<string> => (await dkimSign(text, { canonicalization: "relaxed/relaxed", signTime: new Date(), signingDomain: domain, selector: "s1", privateKey, signatureData: [{ signingDomain: domain, selector: "s1", privateKey }] })).signatures + text;

async function rowOf(raw: string, more: Partial<Delivery> = {}, settings: Record<string, string> = { senders: "x.example" }, ask: Resolve = resolve): Promise<RowOf<"message">> {
  const answer = await mail.receiver?.receive({ bytes: Buffer.from(raw), receivedAt: new Date("2026-03-02T09:00:05Z"), from: "alerts@x.example", to: "in-abc@tickmark.example", ip: "198.51.100.7", helo: "mx.x.example", ...more }, { settings }, ask);
  if (answer === undefined) throw new Error("nothing was received");
  expect(JSON.stringify(answer)).not.toContain("written by somebody");
  const stored = JSON.parse(JSON.stringify(answer)) as typeof answer & { body: Json };
  const [row] = mail.receiver?.transform(stored).rows ?? [];
  expect(rowSchema.parse(row)).toEqual(row);
  return row as RowOf<"message">;
}

test("a message that its domain signed is proven, from whatever server it came", async () => {
  expect(await rowOf(await signed(message()))).toMatchObject({ externalId: expect.stringMatching(/^[0-9a-f]{64}$/) as string, attributes: { message_id: "<m1@x.example>" }, subject: "[FIRING:1] HostDown", sender: "alerts@x.example", authenticated: true, checks: { spf: "fail", dkim: "pass x.example", dmarc: "pass", sender: "expected" } });
});

test("a message of a server that the domain names is proven without a signature", async () => {
  expect(await rowOf(message(), { ip: "192.0.2.10" })).toMatchObject({ authenticated: true, checks: { spf: "pass", dkim: "none", dmarc: "pass" } });
});

test("a message that nothing stands behind is kept, and proves nothing", async () => {
  expect(await rowOf(message())).toMatchObject({ authenticated: false, checks: { spf: "fail", dkim: "none", dmarc: "fail" } });
});

test("what was changed after it was signed is not proven", async () => {
  const changed = (await signed(message())).replace("HostDown", "HostDowns");
  expect(await rowOf(changed)).toMatchObject({ authenticated: false, checks: { dkim: "fail x.example" } });
});

test("a good signature of another domain, or its server, proves nothing of the one that is named", async () => {
  expect(await rowOf(await signed(message(), "other.example"))).toMatchObject({ authenticated: false, checks: { dkim: "pass other.example", dmarc: "fail" } });
  expect(await rowOf(message(), { from: "x@other.example", ip: "203.0.113.5" })).toMatchObject({ authenticated: false, checks: { spf: "pass", dmarc: "fail" } });
});

test("a sender that is proven and not expected here proves nothing", async () => {
  expect(await rowOf(await signed(message()), {}, { senders: "boss@x.example\nother.example" })).toMatchObject({ authenticated: false, checks: { dmarc: "pass", sender: "not expected" } });
  expect(await rowOf(await signed(message()), {}, { senders: "ALERTS@x.example" })).toMatchObject({ authenticated: true });
  expect((await rowOf(await signed(message()), {}, { senders: "ample" })).authenticated).toBe(false);
});

test("a DNS that does not answer leaves what is said unproven", async () => {
  const broken: Resolve = () => Promise.reject(Object.assign(new Error("queryTxt ETIMEOUT"), { code: "ETIMEOUT" }));
  expect((await rowOf(await signed(message()), {}, { senders: "x.example" }, broken)).authenticated).toBe(false);
});

test("a message without an author, or with two, or too large, is not taken", async () => {
  await expect(rowOf(message().replace(/^From:.*\r\n/, ""))).rejects.toThrow(/whom it is from/);
  await expect(rowOf(message("a@x.example>, <b@other.example"))).rejects.toThrow(/whom it is from/);
  await expect(rowOf(message() + "x".repeat(10 * 1024 * 1024))).rejects.toThrow(/bytes/);
});

test("addresses are not guessed, subjects are read in other alphabets", () => {
  const made = new Set(Array.from({ length: 1000 }, () => newAddress("in.tickmark.example")));
  expect(made.size).toBe(1000);
  for (const address of made) expect(address).toMatch(/^in-[a-z2-7]{26}@in\.tickmark\.example$/);
  expect([decodeWords("=?UTF-8?B?w4RyZ2Vy?= =?utf-8?Q?_im_B=C3=BCro?="), decodeWords("=?no-such?B?eA==?="), decodeWords("plain")]).toEqual(["Ärger im Büro", "=?no-such?B?eA==?=", "plain"]);
});

test("a message that only has HTML is read by its words, in one pass, whatever it is", async () => {
  expect((await open(Buffer.from("Content-Type: text/html\r\n\r\n<head><title>t</title></head><style>p{}</style><p>Ein &amp; <b>zwei</b><br>drei &#8364;</p><script>alert(1)</script>"))).text).toBe("Ein & zwei\ndrei €");
  const begun = performance.now();
  expect(wordsOf("<".repeat(1_000_000))).toBe("");
  expect(wordsOf("<p ".repeat(300_000))).toBe("");
  expect(performance.now() - begun).toBeLessThan(500);
});

test("files keep their bytes, and lose what a name could do", async () => {
  const { parts, unopened } = await open(Buffer.from('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/csv; name="../../etc/passwd"\r\nContent-Disposition: attachment; filename="../../etc/pass\u202ewd"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--\r\n'));
  expect([unopened, parts.map(({ name, bytes }) => [name, [...bytes]])]).toEqual([null, [["passwd", [0, 1, 2]]]]);
});
