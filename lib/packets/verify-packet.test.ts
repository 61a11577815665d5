import { generateKeyPairSync, sign } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeCertificate } from "#lib/platform/cms/make-certificate.ts";
import { formatVerification } from "./format-verification.ts";
import { measureBytes } from "./measure.ts";
import { sampleAlerts, samplePacket } from "./packet.fixtures.ts";
import { readZip } from "./read-zip.fixtures.ts";
import { sealPacket } from "./seal-packet.ts";
import { verifyPacket, type PacketVerification, type ProblemKind } from "./verify-packet.ts";
import { writeZip } from "./zip.ts";

type File = { path: string; bytes: Buffer };
const ROOT = "SYS.2.07_2026-10-01_2026-11-15_pkt-0190f3/";
let folder = "";
let original: File[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "verify-"));
  const { alerts } = samplePacket();
  const sealed = await sealPacket(samplePacket({ alerts: { ...alerts, rows: () => sampleAlerts(5) } }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of sealed.zip()) chunks.push(chunk);
  original = await readZip(Buffer.concat(chunks));
});

afterAll(() => rm(folder, { recursive: true }));

// The first report of a process parses the fonts; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

async function zipOf(files: readonly File[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const entries = files.map((file) => ({ path: file.path, ...measureBytes(file.bytes), open: async function* () { yield file.bytes; } }));
  for await (const chunk of writeZip(entries, new Date("2026-11-20T08:30:11Z"))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function verifyBytes(zip: Buffer): Promise<PacketVerification> {
  const path = join(folder, "tampered.zip");
  await writeFile(path, zip);
  return verifyPacket(path);
}

const verifyFiles = async (files: readonly File[]): Promise<PacketVerification> => verifyBytes(await zipOf(files));
const kinds = (result: PacketVerification): ProblemKind[] => (result.outcome === "unreadable" ? [] : (Object.keys(result.counts) as ProblemKind[]).sort());
const named = (result: PacketVerification, kind: ProblemKind): (string | null)[] => (result.outcome === "unreadable" ? [] : result.problems.filter((one) => one.kind === kind).map((one) => one.path));
const at = (path: string): number => original.findIndex((file) => file.path === ROOT + path);
const bytesAt = (path: string): Buffer => original[at(path)]?.bytes ?? Buffer.alloc(0);
const replaced = (path: string, bytes: Buffer): File[] => original.map((file) => (file.path === ROOT + path ? { ...file, bytes } : file));

/** A forger who rewrites the manifests as well. */
function resealed(files: readonly File[], edit: { info?: (text: string) => string } = {}): File[] {
  const line = (file: File): string => `${measureBytes(file.bytes).sha256}  ${file.path.slice(ROOT.length)}\n`;
  const payload = files.filter((file) => file.path.startsWith(`${ROOT}data/`)).toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const manifest = Buffer.from(payload.map(line).join(""));
  const sum = payload.reduce((total, file) => total + file.bytes.length, 0);
  const byPath = new Map(files.map((file) => [file.path.slice(ROOT.length), file]));
  const info = (byPath.get("bag-info.txt")?.bytes.toString() ?? "").replace(/Payload-Oxum: .*/u, `Payload-Oxum: ${sum}.${payload.length}`);
  const tags = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "VERIFY.txt"].flatMap((path) => {
    const file = byPath.get(path);
    if (!file) return [];
    return [{ path: file.path, bytes: path === "manifest-sha256.txt" ? manifest : path === "bag-info.txt" ? Buffer.from(edit.info?.(info) ?? info) : file.bytes }];
  });
  const tagManifest = { path: `${ROOT}tagmanifest-sha256.txt`, bytes: Buffer.from(tags.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(line).join("")) };
  return [...tags.slice(0, 3), tagManifest, ...tags.slice(3), ...payload];
}

describe("verification", () => {
  it("calls the packet intact, as a ZIP and unpacked, and says what that does not show", async () => {
    const zipped = await verifyFiles(original);
    expect(zipped).toMatchObject({ outcome: "intact", packetId: "pkt-0190f3", requests: 8, problems: [] });
    const unpacked = join(folder, "unpacked");
    for (const file of original) {
      await mkdir(dirname(join(unpacked, file.path)), { recursive: true });
      await writeFile(join(unpacked, file.path), file.bytes);
    }
    expect(await verifyPacket(unpacked)).toEqual(zipped);
    expect(await verifyPacket(join(unpacked, ROOT))).toEqual(zipped);
    const { text, exitCode } = formatVerification(zipped);
    expect([text.startsWith("INTACT  pkt-0190f3\n"), exitCode]).toEqual([true, 0]);
    expect(text).toContain("Who made the packet, and when, is not shown");
    await symlink("/etc/hostname", join(unpacked, ROOT, "data/evidence/link"));
    expect(named(await verifyPacket(unpacked), "unsafe_path")).toEqual([`${ROOT}data/evidence/link`]);
  });

  it("names a changed byte in each file", async () => {
    for (const file of original) {
      const bytes = Buffer.from(file.bytes);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      const result = await verifyFiles(original.map((one) => (one === file ? { ...one, bytes } : one)));
      const path = file.path.slice(ROOT.length);
      expect(result.outcome, path).toBe("not_intact");
      // Nothing lists the tag manifest itself: a change in it shows as a wrong hash or path of the file it names.
      if (path === "tagmanifest-sha256.txt") expect(kinds(result), path).not.toEqual([]);
      else expect(named(result, "changed"), path).toContain(path);
    }
  });

  it("names each file that is missing", async () => {
    for (const file of original) {
      const path = file.path.slice(ROOT.length);
      const result = await verifyFiles(original.filter((one) => one !== file));
      if (path === "bagit.txt") expect(result.outcome).toBe("unreadable");
      else if (path.includes("manifest-sha256")) expect(kinds(result), path).toContain("invalid_bag");
      else expect(named(result, "missing"), path).toEqual([path]);
    }
  });

  it.each(["extra.txt", "data/extra.txt", "data/evidence/EV-1171/extra.txt"])("names an added %s", async (path) => {
    expect(named(await verifyFiles([...original, { path: ROOT + path, bytes: Buffer.from("x") }]), "added")).toEqual([path]);
  });

  it("names a file added beside the bag", async () => {
    expect(named(await verifyFiles([...original, { path: "readme.txt", bytes: Buffer.from("x") }]), "added")).toEqual(["readme.txt"]);
  });

  it("lets signatures be added, and says that it does not check them", async () => {
    const result = await verifyFiles([...original, { path: `${ROOT}signatures/tagmanifest.p7s`, bytes: Buffer.from("x") }]);
    expect(result).toMatchObject({ outcome: "intact", signatures: 1 });
    expect(formatVerification(result).text).toContain("are not checked by this command");
  });

  it.each([["../evil.txt"], ["a/../../evil.txt"], ["/etc/passwd"], ["C:/x"], ["a\\..\\b"], ["a/\u0000b"], ["a/./b"], ["a//b"], ["a/\u202Etxt.exe"]])("refuses the path %j", async (path) => {
    const result = await verifyFiles([...original, { path, bytes: Buffer.from("x") }]);
    expect(named(result, "unsafe_path")).toEqual([path]);
    const { text, exitCode } = formatVerification(result);
    expect(exitCode).toBe(1);
    expect(text).not.toMatch(/[\u0000\u202E]/u);
  });

  it("refuses a name that is another file's where case or form folds", async () => {
    const twin = `${ROOT}data/README.HTML`;
    expect(named(await verifyFiles([...original, { path: twin, bytes: Buffer.from("x") }]), "unsafe_path")).toEqual(["data/README.HTML"]);
  });

  it("refuses a symbolic link in a ZIP", async () => {
    const zip = await zipOf(original);
    const central = zip.lastIndexOf(`${ROOT}data/requests.json`) - 46;
    zip.writeUInt32LE((0o120777 << 16) >>> 0, central + 38);
    expect(named(await verifyBytes(zip), "unsafe_path")).toEqual([`${ROOT}data/requests.json`]);
  });

  it("names a file that stands there twice", async () => {
    expect(named(await verifyFiles([...original, { path: `${ROOT}data/requests.json`, bytes: bytesAt("data/requests.json") }]), "duplicate")).toEqual(["data/requests.json"]);
  });

  it("names another order, of payload and of tag files", async () => {
    const swap = (a: number, b: number): File[] => original.map((file, index) => original[index === a ? b : index === b ? a : index] ?? file);
    expect(kinds(await verifyFiles(swap(original.length - 1, original.length - 2)))).toEqual(["reordered"]);
    expect(kinds(await verifyFiles(swap(0, 1)))).toEqual(["reordered"]);
    expect(kinds(await verifyFiles([...original].reverse()))).toEqual(["reordered"]);
  });

  it("names two files whose names were swapped", async () => {
    const [a, b] = ["data/evidence/EV-1191/rules.yaml", "data/evidence/EV-1195/canary.csv"];
    const result = await verifyFiles(replaced(a, bytesAt(b)).map((file) => (file.path === ROOT + b ? { ...file, bytes: bytesAt(a) } : file)));
    expect(named(result, "changed").sort()).toEqual([a, b]);
    expect(formatVerification(result).text).toContain(`${a}: it has the bytes of ${b}`);
  });

  it("says under which name a renamed file is", async () => {
    const result = await verifyFiles(original.map((file) => (file.path.endsWith("canary.csv") ? { ...file, path: file.path.replace("canary", "other") } : file)));
    expect(kinds(result)).toEqual(["added", "incomplete", "missing"]);
    expect(formatVerification(result).text).toContain("its bytes are under data/evidence/EV-1195/other.csv");
  });

  it("notices totals that do not fit", async () => {
    expect(kinds(await verifyFiles(resealed(original, { info: (text) => text.replace(/Payload-Oxum: \d+/u, "Payload-Oxum: 7") })))).toEqual(["wrong_oxum"]);
    expect(kinds(await verifyFiles(resealed(original, { info: (text) => text.replace(/Payload-Oxum: .*\n/u, "") })))).toEqual(["wrong_oxum"]);
  });

  it("notices that the report speaks of other files, even when the manifests were rewritten", async () => {
    expect(kinds(await verifyFiles(resealed(original)))).toEqual([]);
    expect(kinds(await verifyFiles(resealed(replaced("data/evidence/EV-1195/canary.csv", Buffer.from("day,received\n2026-10-09,yes\n")))))).toEqual(["other_report"]);
  });

  it("notices a request that resolves to neither a file nor an omission, even when the manifests were rewritten", async () => {
    const rewritten = (text: string): Promise<PacketVerification> => verifyFiles(resealed(replaced("data/omissions.json", Buffer.from(text))));
    expect(kinds(await rewritten('{"packet_id":"pkt-0190f3","omissions":[]}'))).toContain("incomplete");
    expect(kinds(await rewritten("{"))).toContain("incomplete");
    expect(kinds(await verifyFiles(resealed(original.filter((file) => !file.path.endsWith("requests.json")))))).toContain("incomplete");
    expect(kinds(await verifyFiles(resealed(original.filter((file) => !file.path.endsWith("canary.csv")))))).toContain("incomplete");
    const request = JSON.parse(bytesAt("data/requests.json").toString()) as { requests: { files: string[]; omissions: string[] }[] };
    for (const one of request.requests.slice(0, 1)) Object.assign(one, { files: [], omissions: [] });
    expect(kinds(await verifyFiles(resealed(replaced("data/requests.json", Buffer.from(JSON.stringify(request))))))).toContain("incomplete");
  });

  it("notices bytes that belong to no file, before, between, behind", async () => {
    const zip = await zipOf(original);
    expect((await verifyBytes(Buffer.concat([zip, Buffer.from("tail")]))).outcome).toBe("unreadable");
    const commented = Buffer.concat([zip, Buffer.from("tail")]);
    commented.writeUInt16LE(4, zip.length - 2);
    expect(kinds(await verifyBytes(commented))).toEqual(["broken_zip"]);
    expect((await verifyBytes(Buffer.concat([Buffer.from("head"), zip]))).outcome).toBe("unreadable");
  });

  it("notices a local header that tells another name than the directory", async () => {
    const zip = await zipOf(original);
    zip.write("evil", zip.indexOf(`${ROOT}data/requests.json`) + ROOT.length, "latin1");
    expect(kinds(await verifyBytes(zip))).toEqual(["broken_zip"]);
  });

  it("notices a checksum of the ZIP that does not fit", async () => {
    const zip = await zipOf(original);
    const local = zip.indexOf(`${ROOT}data/requests.json`) - 30;
    const central = zip.lastIndexOf(`${ROOT}data/requests.json`) - 46;
    zip.writeUInt32LE(7, local + 14);
    zip.writeUInt32LE(7, central + 16);
    expect(named(await verifyBytes(zip), "broken_zip")).toEqual(["data/requests.json"]);
  });

  it("never throws and never says intact, whichever byte of the ZIP is changed", async () => {
    const zip = await zipOf(original);
    const stamps = new Set<number>();
    const directory = zip.readUInt32LE(zip.length - 6);
    // Times, versions and attributes are not content; the verifier says nothing of them.
    for (let central = directory; central < zip.length - 22; central += 46 + zip.readUInt16LE(central + 28)) {
      for (const n of [4, 5, 6, 7, 12, 13, 14, 15, 34, 35, 36, 37, 38, 39, 40, 41]) stamps.add(central + n);
      for (const n of [4, 5, 10, 11, 12, 13]) stamps.add(zip.readUInt32LE(central + 42) + n);
    }
    const heads = original.slice(0, 8).map((file) => zip.indexOf(file.path) - 30).flatMap((start) => Array.from({ length: 30 }, (_, n) => start + n));
    const tail = Array.from({ length: zip.length - directory }, (_, n) => directory + n).filter((n) => n % 5 === 0);
    const positions = [...heads, ...tail].filter((n) => !stamps.has(n) && n % 2 === 0);
    for (const position of positions) {
      const copy = Buffer.from(zip);
      copy[position] = (copy[position] ?? 0) ^ 0x55;
      const result = await verifyBytes(copy);
      if (result.outcome === "intact") expect.fail(`byte ${position} of ${zip.length}, directory at ${directory}`);
    }
  });

  it.each([["an empty file", Buffer.alloc(0)], ["no ZIP", Buffer.from("hello")], ["a ZIP cut short", null]])("calls %s unreadable, exit 2", async (_, bytes) => {
    const zip = bytes ?? (await zipOf(original)).subarray(0, 50_000);
    expect(formatVerification(await verifyBytes(zip)).exitCode).toBe(2);
  });

  it("calls a file that is not there, and a folder without a bag, unreadable", async () => {
    expect((await verifyPacket(join(folder, "nowhere.zip"))).outcome).toBe("unreadable");
    await mkdir(join(folder, "empty"));
    expect((await verifyPacket(join(folder, "empty"))).outcome).toBe("unreadable");
  });

  it("shortens a long list of problems and keeps the count", async () => {
    const many = Array.from({ length: 1_200 }, (_, n) => ({ path: `${ROOT}data/x${n}`, bytes: Buffer.from("x") }));
    const result = await verifyFiles([...original, ...many]);
    expect(result.outcome === "unreadable" ? 0 : result.counts.added).toBe(1_200);
    expect(named(result, "added").length).toBe(1_000);
    expect(formatVerification(result).text).toContain("and 1150 more");
  });
});

describe("a signed report", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
  let signed: File[] = [];
  let fingerprint = "";
  const original = (path: string): Buffer => signed.find((file) => file.path === ROOT + path)?.bytes ?? Buffer.alloc(0);
  const withReport = (bytes: Buffer): File[] => resealed(signed.map((file) => (file.path === `${ROOT}data/report.pdf` ? { ...file, bytes } : file)));

  beforeAll(async () => {
    const madeAt = new Date("2026-11-20T08:30:11Z");
    const rsa = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(sign("sha256", bytes, privateKey));
    const certificate = await makeCertificate({ commonName: "Tickmark documents", organization: "Kestrel", serial: Buffer.alloc(8, 1), notBefore: madeAt, notAfter: new Date("2036-11-20T08:30:11Z"), publicKey }, rsa);
    fingerprint = measureBytes(certificate).sha256;
    const bytes = async (): Promise<Buffer> => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await sealPacket(samplePacket(), { certificate, sign: rsa })).zip()) chunks.push(chunk);
      return Buffer.concat(chunks);
    };
    const zip = await bytes();
    // Signed again it is the same packet: a run that was cut off arrives at the same bytes.
    expect((await bytes()).equals(zip)).toBe(true);
    signed = await readZip(zip);
  });

  it("is told with the certificate to compare", async () => {
    const result = await verifyBytes(await zipOf(signed));
    expect(result).toMatchObject({ outcome: "intact", signer: { subject: "O=Kestrel, CN=Tickmark documents", fingerprint } });
    expect(formatVerification(result).text).toContain(`signed by O=Kestrel, CN=Tickmark documents, certificate\n  SHA-256 ${fingerprint}`);
    expect(formatVerification(await verifyBytes(await zipOf(resealed(signed.map((file) => ({ ...file }))))))).toMatchObject({ exitCode: 0 });
  });

  it("fails by name when a forger changes it, adds to it or moves what is signed, and makes all manifests anew", async () => {
    const report = original("data/report.pdf");
    const changed = Buffer.from(report);
    changed[200] = (changed[200] ?? 0) ^ 1;
    const range = /\/ByteRange \[0 (\d+)/.exec(report.toString("latin1"))?.[1] ?? "";
    const cms = Buffer.from(report);
    cms.write("00", Number(range) + 60, "latin1");
    const moved = Buffer.from(report.toString("latin1").replace(`[0 ${range} `, `[0 ${Number(range) - 1} `), "latin1");
    for (const bytes of [changed, Buffer.concat([report, Buffer.from("\n% more")]), cms, moved]) {
      const result = await verifyFiles(withReport(bytes));
      expect(kinds(result)).toContain("signature");
      expect(named(result, "signature")).toEqual(["data/report.pdf"]);
    }
  });
});
