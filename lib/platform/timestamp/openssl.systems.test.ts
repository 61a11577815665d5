import { execFile } from "node:child_process";
import { hash, X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openOutbound } from "../outbound-http.ts";
import { configureRuntime, type Runtime } from "../runtime.ts";
import { askTimeStamp, timeStampQuestion } from "./ask-time-stamp.ts";
import { checkTimeStamp } from "./check-time-stamp.ts";

// Against a time-stamping authority that Tickmark did not write: openssl ts behind HTTP, its certificate issued by a root.

const run = promisify(execFile);
let folder: string;
let server: Server;
let url: string;
const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });

const CONFIG = `[tsa]
default_tsa = here
[here]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
certs = root.pem
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-tsa-"));
  await writeFile(path.join(folder, "tsa.cnf"), CONFIG);
  await writeFile(path.join(folder, "serial"), "01\n");
  await openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-subj", "/O=Authority/CN=Root", "-days", "30", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign");
  await openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=Authority/CN=Time");
  await openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "20", "-extfile", "tsa.cnf", "-extensions", "stamping");
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", () => void reply(Buffer.concat(parts)).then((bytes) => response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(bytes), () => response.writeHead(500).end()));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  configureRuntime({ outbound: openOutbound({ allowed: ["127.0.0.0/8"] }) } as Runtime);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function reply(question: Buffer): Promise<Buffer> {
  await writeFile(path.join(folder, "question.tsq"), question);
  await openssl("ts", "-reply", "-queryfile", "question.tsq", "-inkey", "tsa.key", "-signer", "tsa.pem", "-config", "tsa.cnf", "-section", "here", "-out", "answer.tsr");
  return readFile(path.join(folder, "answer.tsr"));
}

test("what openssl stamps is relied on by its root, and by no other; what we keep, openssl verifies", async () => {
  const note = "ledger.tickmark/org_1\n12\nAAAA\n";
  const sha256 = hash("sha256", note, "buffer");
  const { bytes, nonce } = timeStampQuestion(sha256);
  const answer = await askTimeStamp(url, bytes);
  const root = new X509Certificate(await readFile(path.join(folder, "root.pem")));
  const stamp = checkTimeStamp(answer, { sha256, nonce, trusted: [root] });
  expect(Math.abs(stamp.at.getTime() - Date.now())).toBeLessThan(60_000);
  expect(stamp.authority).toBe("O=Authority, CN=Time");
  expect(() => checkTimeStamp(answer, { sha256, nonce: timeStampQuestion(sha256).nonce, trusted: [root] })).toThrow(/another question/);
  expect(() => checkTimeStamp(answer, { sha256: hash("sha256", "else", "buffer"), nonce, trusted: [root] })).toThrow(/something else/);
  await openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "other.key", "-out", "other.pem", "-subj", "/O=Authority/CN=Root", "-days", "30");
  const other = new X509Certificate(await readFile(path.join(folder, "other.pem")));
  expect(() => checkTimeStamp(answer, { sha256, nonce, trusted: [other] })).toThrow(/do not lead/);

  await writeFile(path.join(folder, "12.note"), note);
  await writeFile(path.join(folder, "12.tsr"), answer);
  // Answers with an error where it does not hold.
  const { stdout, stderr } = await openssl("ts", "-verify", "-data", "12.note", "-in", "12.tsr", "-CAfile", "root.pem");
  expect(stdout + stderr).toContain("Verification: OK");
});

test("an authority that refuses is told with its reason", async () => {
  await writeFile(path.join(folder, "tsa.cnf"), CONFIG.replace("digests = sha256", "digests = sha512"));
  const sha256 = hash("sha256", "x", "buffer");
  const { bytes, nonce } = timeStampQuestion(sha256);
  const answer = await askTimeStamp(url, bytes);
  expect(() => checkTimeStamp(answer, { sha256, nonce, trusted: [] })).toThrow(/the authority refused \(rejection/);
});
