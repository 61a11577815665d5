import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askMessageInspection, connect, inspectMessageJob, inspectStoredMessages, listConnections, openMessage, pauseConnection, readAddress, readCollection, readConnection, readMessage, readPart, readPartInspections, remakeRows, removeConnection, replaceCredential, resumeConnection, runDueCollection } from "#lib/connections/index.ts";
import type { Resolve } from "#lib/connector/index.ts";
import { releaseFile } from "#lib/inspection/index.ts";
import { listObjects, type ObjectRow } from "#lib/inventory/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { readCertificate } from "#lib/platform/mail-intake-setting.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { memoryHeld } from "#lib/testing/memory-held.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { beginMail, sendRaw, talkTo } from "#lib/testing/smtp-talk.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { INTAKE_LIMITS } from "./limits.ts";
import { takeMail, type MailListener } from "./take-mail.ts";

// Real SMTP on loopback, with nodemailer as the sender and by hand; a DNS of our own.

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "der" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
const DNS: Readonly<Record<string, string>> = { "s1._domainkey.x.example": `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}`, "x.example": "v=spf1 -all", "_dmarc.x.example": "v=DMARC1; p=reject" };
const absent = (): Error => Object.assign(new Error("queryTxt ENOTFOUND"), { code: "ENOTFOUND" });
let silent = false;
const resolve: Resolve = (name, type) => {
  if (silent) return new Promise(() => undefined);
  return type === "TXT" && DNS[name] !== undefined ? Promise.resolve([[DNS[name]]]) : Promise.reject(absent());
};

let world: World;
let other: World;
let listener: MailListener;
let made = 0;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  listener = await takeMail({ host: "127.0.0.1", port: 0, domain: "in.tickmark.test", tls: undefined }, resolve, { ...INTAKE_LIMITS, openedPerMinute: 10_000, messagesPerMinute: 10_000, questionMs: 300 });
}, 60_000);
afterAll(async () => {
  await listener.stop();
  await other.close();
  await world.close();
});

async function source(of: World = world): Promise<{ connectionId: string; address: string }> {
  const { id: connectionId } = await connect(of.as("admin"), { connector: "mail", name: `Mail ${++made}`, strategy: "address", settings: [{ name: "senders", value: "x.example" }], credential: [] });
  const { address } = await readAddress(of.as("admin"), { connectionId });
  return { connectionId, address: address ?? "none" };
}

const messagesOf = async (connectionId: string, of: World = world): Promise<ObjectRow[]> => (await listObjects(of.as("admin"), { kind: "message", connectionId })).rows;
const dayOf = async (connectionId: string) => {
  const { received } = await readConnection(world.as("admin"), { connectionId });
  return readCollection(world.as("admin"), { collectionId: received?.runningId ?? received?.lastCollectionId ?? "" });
};
const message = (more = "", subject = "[FIRING:1] HostDown", body = "The host is down.\r\n"): string => `From: Alerts <alerts@x.example>\r\nTo: somebody\r\nSubject: ${subject}\r\nMessage-ID: <m${++made}@x.example>\r\nDate: Mon, 14 Sep 2026 09:00:00 +0000\r\n${more}\r\n${body}`;
const send = (to: string, raw: string | Buffer): Promise<string> => sendRaw(listener.port, "alerts@x.example", to, raw);
const transport = (dkim: boolean) => createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true, ...(dkim ? { dkim: { domainName: "x.example", keySelector: "s1", privateKey } } : {}) });

describe("mail to the address of a connection", () => {
  test("that its domain signed is proven; its text and its files are as they were sent", async () => {
    const { connectionId, address } = await source();
    const sent = await transport(true).sendMail({ from: "Alerts <alerts@x.example>", to: address, subject: "Wöchentlicher Bericht", text: "Zeile eins\n.Zeile mit Punkt\n", attachments: [{ filename: "report.csv", content: "host,state\nweb-1,up\n" }] });
    expect(sent.response).toMatch(/^250/);
    const [row] = await messagesOf(connectionId);
    expect(row).toMatchObject({ title: "Wöchentlicher Bericht", code: "alerts@x.example", state: "sender proven" });
    const opened = await openMessage(world.as("admin"), { objectId: row?.id ?? "" });
    expect(opened.row).toMatchObject({ authenticated: true, checks: { dkim: "pass x.example", dmarc: "pass", sender: "expected" } });
    expect(opened.opened.text?.trimEnd()).toBe("Zeile eins\n.Zeile mit Punkt");
    expect(opened.facts.parts).toMatchObject([{ name: "report.csv", media_type: "text/csv", bytes: 20, sha256: sha256Hex("host,state\nweb-1,up\n") }]);
    expect(sha256Hex(opened.raw)).toBe(opened.facts.sha256);
    const part = await readPart(world.as("admin"), { objectId: row?.id ?? "", part: 0 });
    expect(Buffer.from(part.bytes).toString()).toBe("host,state\nweb-1,up\n");
    const { mend } = await damageBlob(world, opened.facts.sha256, "one bit");
    expect(await readMessage(world.as("admin"), { objectId: row?.id ?? "" })).toMatchObject({ damage: "altered", opened: null, row: { authenticated: true } });
    await mend();
    expect(await readMessage(world.as("admin"), { objectId: row?.id ?? "" })).toMatchObject({ damage: null, opened: { text: opened.opened.text } });
  });

  test("is looked into as what people send is, file by file; in which the scanner found something is handed out to nobody until it is released", async () => {
    const { connectionId, address } = await source();
    await transport(true).sendMail({ from: "alerts@x.example", to: address, subject: "With files", text: "x", attachments: [{ filename: "cards.csv", content: "name,card\nA,4111111111111111\n" }, { filename: "sample.bin", content: "malware of a test" }] });
    const [row] = await messagesOf(connectionId);
    const objectId = row?.id ?? "";
    const found = async () => [...(await readPartInspections(world.as("security_analyst"), { objectId })).values()];
    expect((await found()).map(({ inspection }) => inspection)).toEqual([null, null, null]);
    const whole = runtime();
    const scan: typeof whole.scanner.scan = async (content) => {
      let text = "";
      for await (const piece of content) text += Buffer.from(piece).toString();
      return text === "malware of a test" ? { verdict: "infected", scanner: "ClamAV", version: "1", signature: "Eicar-Test-Signature" } : { verdict: "clean", scanner: "ClamAV", version: "1", signature: null };
    };
    configureRuntime({ ...whole, scanner: { scan } });
    try {
      await world.runJobs([inspectMessageJob]);
    } finally {
      configureRuntime(whole);
    }
    const [raw, cards, malware] = await found();
    expect([raw?.inspection?.scanVerdict, cards?.inspection?.findings.map(({ kind }) => kind), malware?.inspection?.scanVerdict]).toEqual(["clean", ["card_numbers"], "infected"]);
    expect((await readPart(world.as("admin"), { objectId, part: 0 })).name).toBe("cards.csv");
    await expect(readPart(world.as("admin"), { objectId, part: 1 })).rejects.toMatchObject({ reason: "held_back" });
    await releaseFile(world.as("security_analyst"), { sha256: malware?.inspection?.sha256 ?? "", reason: "It is the malware of the incident." });
    expect((await readPart(world.as("admin"), { objectId, part: 1 })).name).toBe("sample.bin");
    expect((await found())[2]?.release).toMatchObject({ reason: "It is the malware of the incident." });
    await expect(readPartInspections(other.as("security_analyst"), { objectId })).rejects.toMatchObject({ code: "not_found" });
  });

  test("that came before messages were looked into is looked into by due work, a hundred at a time, each once", async () => {
    const { connectionId, address } = await source();
    for (let count = 0; count < 3; count += 1) expect(await send(address, message())).toMatch(/^250/);
    const objects = await messagesOf(connectionId);
    const looks = async () => (await Promise.all(objects.map(({ id }) => readPartInspections(world.as("security_analyst"), { objectId: id })))).map((found) => [...found.values()][0]?.inspection != null);
    const [first] = objects.map(({ id }) => id).sort();
    expect(await inspectStoredMessages(world.asSystem(), { connectionId, after: first ?? "" })).toEqual({ asked: 2 });
    expect(await inspectStoredMessages(world.asSystem(), { connectionId, after: "" })).toEqual({ asked: 3 });
    await world.runJobs([inspectMessageJob]);
    expect(await looks()).toEqual([true, true, true]);
    expect(await inspectStoredMessages(world.asSystem(), { connectionId, after: "" })).toEqual({ asked: 0 });
    await askMessageInspection(world.as("compliance_manager"), { objectId: first ?? "" });
    expect(await reasonOf(askMessageInspection(world.as("auditor"), { objectId: first ?? "" }))).toBe("role_lacks_permission");
    await expect(askMessageInspection(other.as("compliance_manager"), { objectId: first ?? "" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("that nothing stands behind is kept, and is nowhere good", async () => {
    const { connectionId, address } = await source();
    expect(await send(address, message())).toMatch(/^250/);
    const [row] = await messagesOf(connectionId);
    expect(row).toMatchObject({ state: "sender not proven" });
    expect((await openMessage(world.as("admin"), { objectId: row?.id ?? "" })).row).toMatchObject({ authenticated: false, checks: { spf: "fail", dkim: "none", dmarc: "fail" } });
    expect(await readConnection(world.as("admin"), { connectionId })).toMatchObject({ status: "partial", received: { today: { items: 1, refused: [] } } });
    expect((await listConnections(world.as("admin"), {})).find(({ id }) => id === connectionId)).toMatchObject({ status: "partial" });
  });

  test("is not verified while the DNS does not answer, and kept all the same", async () => {
    const { connectionId, address } = await source();
    silent = true;
    try {
      await transport(true).sendMail({ from: "alerts@x.example", to: address, subject: "Signed", text: "x" });
    } finally {
      silent = false;
    }
    const [row] = await messagesOf(connectionId);
    expect((await openMessage(world.as("admin"), { objectId: row?.id ?? "" })).row).toMatchObject({ authenticated: false, checks: { spf: "temperror" } });
  });

  test("sent again is kept once; another that names the same Message-ID is another", async () => {
    const { connectionId, address } = await source();
    const [first, forged] = [message(), "From: <alerts@x.example>\r\nSubject: Forged\r\nMessage-ID: <same@x.example>\r\n\r\nx\r\n"];
    expect([await send(address, first), await send(address, first)]).toEqual(["250 2.0.0 Kept", "250 2.0.0 Kept already"]);
    expect(await send(address, forged)).toMatch(/^250/);
    expect(await send(address, forged.replace("Forged", "Forged more"))).toMatch(/^250/);
    expect((await messagesOf(connectionId)).map(({ version }) => version)).toEqual([1, 1, 1]);
    expect(await dayOf(connectionId)).toMatchObject({ items: 3, pages: 3, statusCounts: { 250: 3 } });
  });

  test("is not answered 250 unless it is kept: what fails before is told as something to send again, and then comes once", async () => {
    const { connectionId, address } = await source();
    const whole = runtime();
    const raw = message();
    let broken = true;
    configureRuntime({ ...whole, blobs: { ...whole.blobs, write: (...args) => (broken ? Promise.reject(new Error("the disk is gone")) : whole.blobs.write(...args)) } });
    try {
      expect(await send(address, raw)).toMatch(/^451 4\.3\.0/);
      expect(await messagesOf(connectionId)).toEqual([]);
      broken = false;
      expect(await send(address, raw)).toMatch(/^250/);
    } finally {
      configureRuntime(whole);
    }
    expect(await messagesOf(connectionId)).toHaveLength(1);
  });

  test("to two of different organizations is each one's own", async () => {
    const [ours, theirs] = [await source(), await source(other)];
    const talk = await talkTo(listener.port);
    await beginMail(talk, "alerts@x.example", [ours.address, theirs.address]);
    await talk.say("DATA\r\n");
    expect(await talk.say(`${message()}\r\n.\r\n`)).toMatch(/^250/);
    talk.end();
    expect([(await messagesOf(ours.connectionId)).length, (await messagesOf(theirs.connectionId, other)).length]).toEqual([1, 1]);
    const [row] = await messagesOf(theirs.connectionId, other);
    await expect(openMessage(world.as("admin"), { objectId: row?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an address", () => {
  test("that is unknown, replaced, removed, or of another domain is refused in the same words", async () => {
    const [replaced, removed] = [await source(), await source()];
    await replaceCredential(world.as("admin"), { connectionId: replaced.connectionId, strategy: "address", credential: [] });
    await removeConnection(world.as("admin"), { connectionId: removed.connectionId });
    const fresh = (await readAddress(world.as("admin"), { connectionId: replaced.connectionId })).address ?? "";
    const asked = [replaced.address, removed.address, fresh.replace("@in.", "@out."), "in-aaaaaaaaaaaaaaaaaaaaaaaaaa@in.tickmark.test", "postmaster@in.tickmark.test"];
    expect(new Set(await Promise.all(asked.map((one) => send(one, message()))))).toEqual(new Set(["550 5.1.1 No such address here"]));
    expect(fresh).not.toBe(replaced.address);
    expect(await send(fresh.toUpperCase(), message())).toMatch(/^250/);
  });

  test("that is guessed at costs the connection", async () => {
    const talk = await talkTo(listener.port);
    await talk.say("EHLO guess.example\r\nMAIL FROM:<a@guess.example>\r\n");
    await talk.heard();
    const told: string[] = [];
    for (let count = 0; count < 6; count++) told.push((await talk.say(`RCPT TO:<in-${count}@in.tickmark.test>\r\n`)).slice(0, 3));
    expect(told).toEqual(["550", "550", "550", "550", "550", "421"]);
    talk.end();
  });

  test("of a paused connection has its mail wait at the sender, and nothing is lost", async () => {
    const { connectionId, address } = await source();
    await pauseConnection(world.as("admin"), { connectionId });
    const raw = message();
    expect(await send(address, raw)).toMatch(/^450/);
    await resumeConnection(world.as("admin"), { connectionId });
    expect(await send(address, raw)).toMatch(/^250/);
    expect((await dayOf(connectionId)).items).toBe(1);
  });
});

test("with a certificate the sender is offered TLS, and speaks it", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-tls-"));
  const [certificate, key] = [path.join(folder, "certificate.pem"), path.join(folder, "key.pem")];
  await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=in.tickmark.test", "-keyout", key, "-out", certificate]);
  const secure = await takeMail({ host: "127.0.0.1", port: 0, domain: "in.tickmark.test", tls: readCertificate({ certificate, key }) }, resolve);
  const { connectionId, address } = await source();
  const sender = createTransport({ host: "127.0.0.1", port: secure.port, requireTLS: true, tls: { ca: await readFile(certificate), servername: "in.tickmark.test" } });
  expect((await sender.sendMail({ from: "alerts@x.example", to: address, subject: "Over TLS", text: "x" })).response).toMatch(/^250/);
  await secure.stop();
  await rm(folder, { recursive: true });
  expect(await messagesOf(connectionId)).toHaveLength(1);
});

test("an installation that takes no mail makes no address", async () => {
  const whole = runtime();
  configureRuntime({ ...whole, mailDomain: undefined });
  try {
    await expect(source()).rejects.toMatchObject({ reason: "mail_not_taken" });
  } finally {
    configureRuntime(whole);
  }
});

describe("the record of a day", () => {
  test("says what came and what was refused and why, claims nothing, and closes with its day", async () => {
    const { connectionId, address } = await source();
    await send(address, message());
    expect(await send(address, "Subject: from nobody\r\n\r\nx\r\n")).toMatch(/^554 5\.6\.0/);
    const talk = await talkTo(listener.port);
    await talk.say("EHLO mx.x.example\r\n");
    expect(await talk.say("MAIL FROM:<alerts@x.example> SIZE=104857600\r\n")).toMatch(/^552/);
    talk.end();
    const open = await dayOf(connectionId);
    await runDueCollection(world.asSystem(), `${connectionId}/received`);
    expect((await dayOf(connectionId)).endedAt).toBeNull();
    world.clock.set("2026-09-15T00:02:00Z");
    await runDueCollection(world.asSystem(), `${connectionId}/received`);
    const day = await readCollection(world.as("admin"), { collectionId: open.id });
    expect(day).toMatchObject({ completeness: "partial", reason: "received", items: 1, hashHolds: true, gaps: [{ reason: "not_claimed" }, { reason: "refused", says: expect.stringMatching(/^One message not from exactly one author.* answered 554/) as string }] });
    expect(await remakeRows(world.as("admin"), { collectionId: day.id, sequence: 0 })).toMatchObject({ same: true, sameVersion: true });
    const entry = await world.inTenant((tx) => tx.ledgerPendingEntry.findFirstOrThrow({ where: { subjectId: day.id } }));
    expect(entry.record).toContain(day.sha256 ?? "none");
    await send(address, message());
    expect((await dayOf(connectionId)).number).not.toBe(day.number);
  });
});

describe("what is built to do harm", () => {
  test("a message of 100 MB is read past and refused; memory does not grow by it", async () => {
    const { connectionId, address } = await source();
    const talk = await talkTo(listener.port);
    await beginMail(talk, "alerts@x.example", [address]);
    await talk.say("DATA\r\n");
    await talk.send(message());
    const before = memoryHeld();
    const piece = Buffer.alloc(1024 * 1024, "x".repeat(76) + "\r\n");
    for (let count = 0; count < 100; count++) await talk.send(piece);
    expect(memoryHeld() - before).toBeLessThan(50 * 1024 * 1024);
    expect(await talk.say("\r\n.\r\n")).toMatch(/^552 5\.3\.4/);
    talk.end();
    expect((await readConnection(world.as("admin"), { connectionId })).received?.today?.refused).toMatchObject([{ reason: "too_large", code: 552, count: 1 }]);
    expect(await send(address, message())).toMatch(/^250/);
  }, 20_000);

  test.each([
    ["headers without an end", `X-Long: ${"y".repeat(300_000)}\r\n`, /^554/],
    ["thousands of headers", "X-Many: 1\r\n".repeat(2_000), /^554/],
    ["hundreds of signatures", "DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s1; h=from; bh=x; b=x\r\n".repeat(200), /^554/],
    ["raw bytes above 127 in a header", "X-Bytes: \u00ff\u00fe\u0080\r\n", /^250/],
    ["a charset that does not exist", 'Content-Type: text/plain; charset="no-such-charset"\r\n', /^250/],
    ["a NUL in a header", "X-Nul: a\u0000b\r\n", /^250/],
  ])("%s", async (_name, header, told) => {
    const { connectionId, address } = await source();
    expect(await send(address, Buffer.from(message(header, "a\u0000b =?utf-8?Q?=00=ff?=", "one\u0000two\r\n"), "latin1"))).toMatch(told);
    if (!"250".startsWith(told.source.slice(1, 4))) return expect(await messagesOf(connectionId)).toEqual([]);
    const [row] = await messagesOf(connectionId);
    const opened = await openMessage(world.as("admin"), { objectId: row?.id ?? "" });
    expect(opened.raw.includes("one\0two")).toBe(true);
    expect(await send(address, message())).toMatch(/^250/);
  });

  test.each([
    ["parts within parts", Array.from({ length: 3_000 }, (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n\r\n`).join(""), "multipart/mixed; boundary=b0"],
    ["deep parts within the bound of lines", Array.from({ length: 200 }, (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n\r\n`).join(""), "multipart/mixed; boundary=b0"],
    ["a hundred thousand parts", "--b\r\n\r\nx\r\n".repeat(100_000), "multipart/mixed; boundary=b"],
  ])("%s: the message is kept whole, not taken apart, and says so", async (_name, body, type) => {
    const { connectionId, address } = await source();
    const begun = performance.now();
    expect(await send(address, message(`MIME-Version: 1.0\r\nContent-Type: ${type}\r\n`, "Bomb", body))).toMatch(/^250/);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const [row] = await messagesOf(connectionId);
    const { facts, raw } = await openMessage(world.as("admin"), { objectId: row?.id ?? "" });
    expect([facts.parts, facts.unopened, raw.length > body.length]).toEqual([[], expect.stringMatching(/taken apart/), true]);
  });

  test("a line of one dot that no CRLF frames ends nothing: no second message is smuggled in", async () => {
    const { connectionId, address } = await source();
    const talk = await talkTo(listener.port);
    await beginMail(talk, "alerts@x.example", [address]);
    await talk.say("DATA\r\n");
    const smuggled = `\n.\nMAIL FROM:<boss@x.example>\nRCPT TO:<${address}>\nDATA\nFrom: boss@x.example\nSubject: smuggled\n\nx\n.\r\n`;
    expect(await talk.say(`${message()}${smuggled}\r\n.\r\n`)).toMatch(/^250 2\.0\.0 Kept$/);
    talk.end();
    expect((await messagesOf(connectionId)).map(({ title }) => title)).toEqual(["[FIRING:1] HostDown"]);
  });

  test("many recipients, a flood of commands, words that are none, a sender that says nothing", async () => {
    const { address } = await source();
    const talk = await talkTo(listener.port);
    await beginMail(talk, "alerts@x.example", []);
    const addresses = await Promise.all(Array.from({ length: 11 }, () => source()));
    let last = "";
    for (const one of addresses) last = await talk.say(`RCPT TO:<${one.address}>\r\n`);
    expect(last).toMatch(/^452/);
    void talk.send("NOOP\r\n".repeat(100_000));
    expect(await send(address, message())).toMatch(/^250/);
    talk.end();
    const rude = await talkTo(listener.port);
    let told = "";
    for (let count = 0; count < 12 && !told.startsWith("421"); count++) told = await rude.say("GET / HTTP/1.1\r\n");
    expect(told).toMatch(/^421/);
    rude.end();
    const long = await talkTo(listener.port);
    expect(await long.say(`EHLO ${"x".repeat(200_000)}\r\n`)).not.toMatch(/^250/);
    long.end();
  }, 20_000);

  test("from one address is taken so often within a minute, and then told to come later", async () => {
    const strict = await takeMail({ host: "127.0.0.1", port: 0, domain: "in.tickmark.test", tls: undefined }, resolve, { ...INTAKE_LIMITS, messagesPerMinute: 2, ofSourcePerMinute: 1 });
    const { connectionId, address } = await source();
    const told = [];
    for (let count = 0; count < 3; count++) told.push((await sendRaw(strict.port, "alerts@x.example", address, message())).slice(0, 3));
    await strict.stop();
    expect(told).toEqual(["250", "450", "421"]);
    expect((await readConnection(world.as("admin"), { connectionId })).received?.today).toMatchObject({ items: 1, refused: [{ reason: "rate", count: 1 }] });
  });
});
