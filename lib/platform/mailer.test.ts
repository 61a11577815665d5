import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openMailer, type Mail } from "./mailer.ts";

const MAIL: Mail = {
  id: "dlv_1",
  to: { name: "Ruth Adeyemi", address: "ruth@calder.example" },
  subject: "Evidence packet SYS.2.07",
  text: "Open it here: http://127.0.0.1:3000/d/token",
  html: "<p>Open it <a href=\"http://127.0.0.1:3000/d/token\">here</a></p>",
};

const received: { to: string[]; body: string }[] = [];
let server: SMTPServer;
let url: string;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (address, _session, callback) => callback(address.address.startsWith("gone") ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null),
    onData: (stream, session, callback) => {
      let body = "";
      stream.on("data", (chunk: Buffer) => (body += chunk.toString()));
      stream.on("end", () => {
        received.push({ to: session.envelope.rcptTo.map((one) => one.address), body });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

it("a message reaches a real mail server in plain text and HTML, under an id of its own", async () => {
  await openMailer({ kind: "smtp", url, from: "Tickmark <tickmark@fernhall.example>" }, "https://tickmark.fernhall.example").send(MAIL);
  expect(received).toHaveLength(1);
  expect(received[0]!.to).toEqual(["ruth@calder.example"]);
  for (const part of ["Message-ID: <dlv_1@tickmark.fernhall.example>", "Auto-Submitted: auto-generated", "text/plain", "text/html", "Subject: Evidence packet SYS.2.07"]) {
    expect(received[0]!.body).toContain(part);
  }
});

it("a mailbox that the server refuses and a server that is not there are failures, not silence", async () => {
  const mailer = openMailer({ kind: "smtp", url, from: "tickmark@fernhall.example" }, "https://tickmark.fernhall.example");
  await expect(mailer.send({ ...MAIL, to: { name: "Gone", address: "gone@calder.example" } })).rejects.toThrow(/550|mailbox/);
  await expect(openMailer({ kind: "smtp", url: "smtp://127.0.0.1:9", from: "a@b.example" }, "https://t.example").send(MAIL)).rejects.toThrow();
});

it("a line break in a subject adds no header", async () => {
  await openMailer({ kind: "smtp", url, from: "tickmark@fernhall.example" }, "https://tickmark.fernhall.example").send({ ...MAIL, subject: "Hello\r\nBcc: everyone@evil.example" });
  expect(received.at(-1)!.body).not.toMatch(/^Bcc:/m);
  expect(received.at(-1)!.to).toEqual(["ruth@calder.example"]);
});

it("without a mail server the message is a file in the outbox that only its owner reads", async () => {
  const directory = path.join(await mkdtemp(path.join(tmpdir(), "tickmark-mail-")), "outbox");
  await openMailer({ kind: "outbox", directory }, "http://127.0.0.1:3000").send(MAIL);
  expect(await readdir(directory)).toEqual(["dlv_1.eml"]);
  const file = path.join(directory, "dlv_1.eml");
  expect(await readFile(file, "utf8")).toContain("http://127.0.0.1:3000/d/token");
  expect((await stat(file)).mode & 0o077).toBe(0);
  await rm(path.dirname(directory), { recursive: true });
});
