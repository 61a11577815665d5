import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "#lib/platform/cms/make-certificate.ts";
import type { CmsSigner } from "#lib/platform/cms/sign-cms.ts";
import { samplePacket } from "./packet.fixtures.ts";
import { sealPacket, type SealedPacket } from "./seal-packet.ts";
import { writePacketFile } from "./write-packet-file.ts";

/** Tools that we did not write judge a packet. Each must be installed: a missing one fails its test. */

let folder = "";
let bag = "";
let sealed: SealedPacket;

const run = (command: string, args: readonly string[], cwd = bag): string => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const shell = (script: string): string => run("bash", ["-o", "pipefail", "-c", script]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "packet-systems-"));
  sealed = await sealPacket(samplePacket(), await signer());
  await writePacketFile(sealed, join(folder, sealed.fileName));
  run("unzip", ["-q", sealed.fileName], folder);
  bag = join(folder, sealed.fileName.replace(/\.zip$/u, ""));
});

/** An organization's signer, with its certificate beside the packet as an auditor was given it. */
async function signer(): Promise<CmsSigner> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
  const rsa = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(sign("sha256", bytes, privateKey));
  const certificate = await makeCertificate({ commonName: "Tickmark documents", organization: "Kestrel", serial: Buffer.alloc(8, 1), notBefore: new Date("2026-11-20T00:00:00Z"), notAfter: new Date("2046-11-20T00:00:00Z"), publicKey }, rsa);
  await writeFile(join(folder, "documents.pem"), new X509Certificate(certificate).toString());
  return { certificate, sign: rsa };
}

afterAll(() => rm(folder, { recursive: true }));

/** The commands of VERIFY.txt for Linux, as an auditor would copy them. */
async function commandsOf(): Promise<{ check: string; added: string; digest: string; expected: string }> {
  const text = await readFile(join(bag, "VERIFY.txt"), "utf8");
  const expected = /must print ([0-9a-f]{32})\n +([0-9a-f]{32})/u.exec(text);
  return {
    check: /Linux: +(.*)/u.exec(text)?.[1] ?? "", added: /\{ cut [\s\S]*?\/tmp\/listed\n/u.exec(text)?.[0].replaceAll("/tmp/listed", "../listed") ?? "",
    digest: /grep -v .*/u.exec(text)?.[0] ?? "", expected: `${expected?.[1] ?? ""}${expected?.[2] ?? ""}`,
  };
}

describe("the auditor's own tools", () => {
  it("unzip and zipinfo find a sound archive of stored files", () => {
    expect(run("unzip", ["-tq", sealed.fileName], folder)).toContain("No errors detected");
    const listing = run("zipinfo", ["-s", sealed.fileName], folder).split("\n").filter((line) => line.startsWith("-"));
    expect(listing.length).toBe(sealed.files.length);
    expect(listing.every((line) => line.startsWith("-rw-r--r--") && line.includes(" stor "))).toBe(true);
  });

  it("Python reads the archive", () => {
    expect(run("python3", ["-c", "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())", join(folder, sealed.fileName)]).trim()).toBe("None");
  });

  it("sha256sum accepts every file, with the command of VERIFY.txt", async () => {
    const { check } = await commandsOf();
    const lines = shell(check).trim().split("\n");
    expect(lines.length).toBe(sealed.files.length - 1);
    expect(lines.every((line) => line.endsWith(": OK"))).toBe(true);
  });

  it("the command of VERIFY.txt finds an added file, and nothing without one", async () => {
    const { added } = await commandsOf();
    expect(shell(added)).toBe("");
    await writeFile(join(bag, "data/evidence/planted.txt"), "x");
    expect(() => shell(added)).toThrow();
    await rm(join(bag, "data/evidence/planted.txt"));
  });

  it("the digest on the cover is the one that the command of VERIFY.txt prints", async () => {
    const { digest, expected } = await commandsOf();
    expect(shell(digest).slice(0, 64)).toBe(expected);
    expect(expected).toBe(sealed.filesSha256);
    const cover = run("pdftotext", ["-l", "1", "-layout", "data/report.pdf", "-"]);
    expect(cover.replaceAll(" ", "")).toContain(expected);
  });

  it("the hash that stands for the packet is that of the tag manifest", () => {
    expect(shell("sha256sum tagmanifest-sha256.txt").slice(0, 64)).toBe(sealed.tagManifestSha256);
  });

  it("qpdf finds no error in the report", () => {
    expect(run("qpdf", ["--check", "data/report.pdf"])).toContain("No syntax or stream encoding errors found");
  });

  it("pdfsig finds one signature, over the whole file, and holding", () => {
    const told = run("pdfsig", ["-nocert", "data/report.pdf"]);
    expect(told).toContain("Signature is Valid");
    expect(told).toContain("Total document signed");
    expect(told).toContain("Signer Certificate Common Name: Tickmark documents");
    expect(told).not.toContain("Signature #2");
  });

  it("openssl verifies the signature over its byte range, by the certificate and by no other", async () => {
    const pdf = await readFile(join(bag, "data/report.pdf"));
    const [start = 0, end = 0] = (/\/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString("latin1")) ?? []).slice(1).map(Number);
    await writeFile(join(folder, "signed"), Buffer.concat([pdf.subarray(0, start), pdf.subarray(end)]));
    await writeFile(join(folder, "signature.p7s"), Buffer.from(pdf.subarray(start + 1, end - 1).toString("latin1"), "hex"));
    const verify = (content: string): string => run("openssl", ["cms", "-verify", "-inform", "DER", "-in", "signature.p7s", "-content", content, "-binary", "-CAfile", "documents.pem", "-purpose", "any", "-out", "verified"], folder);
    verify("signed");
    expect((await readFile(join(folder, "verified"))).equals(await readFile(join(folder, "signed")))).toBe(true);
    expect(() => verify("documents.pem")).toThrow();
  });

  it("pdfinfo sees a tagged PDF 1.7 with title, without JavaScript, and its structure", () => {
    const info = run("pdfinfo", ["data/report.pdf"]);
    for (const part of [/Title: +SYS\.2\.07 System security monitoring/u, /Tagged: +yes/u, /JavaScript: +no/u, /PDF version: +1\.7/u, /Encrypted: +no/u, /CreationDate: .*2026/u]) expect(info).toMatch(part);
    const structure = run("pdfinfo", ["-struct", "data/report.pdf"]);
    for (const type of ["Document", "Sect", "H1", "H2", "H3", "Table", "THead", "TR", "TH", "TD", "Figure", "L", "LI", "Lbl", "LBody"]) expect(structure).toMatch(new RegExp(`^ *${type}(:| |$)`, "mu"));
  });

  it("pdffonts sees only embedded subsets with a map to Unicode", () => {
    const rows = run("pdffonts", ["data/report.pdf"]).trim().split("\n").slice(2);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    expect(rows.every((row) => /CID TrueType +Identity-H +yes yes yes/u.test(row))).toBe(true);
  });

  it("pdftotext reads every request, evidence item, hash and omission, and no word of a restricted incident", () => {
    const text = run("pdftotext", ["data/report.pdf", "-"]);
    const squeezed = text.replace(/\s+/gu, "");
    const sample = samplePacket();
    for (const one of sample.requests) expect(text).toContain(one.title);
    for (const one of sample.evidence) expect(squeezed).toContain(one.sha256);
    for (const one of sample.segments) expect(squeezed).toContain(one.sha256);
    for (const one of sealed.omissions) expect(squeezed).toContain(one.reason.replace(/\s+/gu, ""));
    expect(text).toContain("43 of 46 days");
    expect(text).toContain("the opinion is the auditor’s");
    expect(text).not.toContain("Customer mailbox rule");
    expect(text.split("\f").filter((page) => page.trim() !== "").every((page) => page.includes("demo data"))).toBe(true);
  });

  it("the report holds no attachment, and each page says which it is of how many", () => {
    expect(run("pdfdetach", ["-list", "data/report.pdf"])).toContain("0 embedded files");
    const pages = run("pdftotext", ["-layout", "data/report.pdf", "-"]).split("\f").filter((page) => page.trim() !== "");
    pages.forEach((page, index) => expect(page).toContain(`${index + 1} of ${pages.length}`));
  });

  it("Python reads every record as JSON, line by line", async () => {
    expect(run("python3", ["-c", "import json, sys; print(sum(1 for line in open(sys.argv[1], encoding='utf-8') if json.loads(line)))", "data/populations/alerts.jsonl"]).trim()).toBe("250");
    const names = await readdir(join(bag, "data/evidence/EV-1182"));
    expect(names.length).toBe(2);
    expect(createHash("sha256").update(await readFile(join(bag, "data/report.pdf"))).digest("hex")).toBe(sealed.files.find((file) => file.path === "data/report.pdf")?.sha256);
  });
});
