import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory } from "#lib/testing/memory-collection.ts";
import { fakeAws, Fault, KEY, SETTINGS, type Operations } from "../fake-aws.fixtures.ts";
import { aws } from "../index.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const DER = publicKey.export({ format: "der", type: "pkcs1" }).toString("base64");
const LOG = Buffer.from('{"Records":[]}');
const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const prefix = (region: string): string => `AWSLogs/111111111111/CloudTrail-Digest/${region}/2026/03/01/`;

type Stored = { bytes: Uint8Array; signature?: string };

/** Two digests of a region's day, each naming one log file, as CloudTrail writes and signs them. */
function bucketOf(region: string): Map<string, Stored> {
  const objects = new Map<string, Stored>();
  let before = null as { key: string; signature: string } | null;
  for (const hour of ["01", "02"]) {
    const [key, log] = [`${prefix(region)}111111111111_CloudTrail-Digest_${region}_main_eu-west-1_20260301T${hour}0000Z.json.gz`, `AWSLogs/111111111111/CloudTrail/${region}/2026/03/01/${hour}.json.gz`];
    const end = `2026-03-01T${hour}:00:00Z`;
    const plain: Buffer = Buffer.from(JSON.stringify({ digestEndTime: end, digestS3Bucket: "trail-bucket", digestS3Object: key, digestPublicKeyFingerprint: "f1", previousDigestS3Object: before?.key ?? null, previousDigestSignature: before?.signature ?? null, logFiles: [{ s3Bucket: "trail-bucket", s3Object: log, hashValue: hash(LOG), hashAlgorithm: "SHA-256" }] }));
    const signature: string = createSign("RSA-SHA256").update(`${end}\ntrail-bucket/${key}\n${hash(plain)}\n${before?.signature ?? "null"}`).sign(privateKey, "hex");
    objects.set(key, { bytes: gzipSync(plain), signature });
    objects.set(log, { bytes: gzipSync(LOG) });
    before = { key, signature };
  }
  return objects;
}

const BUCKETS = new Map(SETTINGS.regions.split("\n").map((region) => [region, bucketOf(region)]));
type Change = (region: string, objects: Map<string, Stored>) => void;

function operations(change: Change = () => undefined, key = DER): Operations {
  const all = new Map([...BUCKETS].map(([region, objects]) => [region, new Map(objects)]));
  for (const [region, objects] of all) change(region, objects);
  return {
    "cloudtrail:DescribeTrails": () => ({ trailList: [{ Name: "main", TrailARN: "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main", HomeRegion: "eu-west-1", S3BucketName: "trail-bucket", IsMultiRegionTrail: true, LogFileValidationEnabled: true }] }),
    "cloudtrail:ListPublicKeys": () => ({ PublicKeyList: [{ Value: key, Fingerprint: "f1", ValidityStartTime: 1, ValidityEndTime: 2_000_000_000 }] }),
    "s3:ListObjectsV2": ({ input }) => ({ root: "ListBucketResult", content: { Contents: [...all.values()].flatMap((objects) => [...objects.keys()]).filter((name) => name.startsWith(String(input.prefix))).map((Key) => ({ Key })) } }),
    "s3:GetObject": ({ input }) => {
      const stored = [...all.values()].map((objects) => objects.get(decodeURIComponent(String(input.path).slice(1)))).find((one) => one !== undefined);
      return stored === undefined ? new Fault("NoSuchKey", 404) : { raw: stored.bytes, headers: stored.signature === undefined ? {} : { "x-amz-meta-signature": stored.signature } };
    },
  };
}
const parts = { connector: aws, collector: "cloudtrail_digests", settings: SETTINGS, credential: KEY };
const inIreland = async (change?: Change, key?: string) => {
  const run = await collectInMemory({ ...parts, vendor: fakeAws(operations(change, key)) });
  const row = run.rows.get("resource arn:aws:cloudtrail:eu-west-1:111111111111:trail/main/eu-west-1/2026-03-01");
  return row?.kind === "resource" ? row.attributes : null;
};
const ireland = (work: (objects: Map<string, Stored>, digest: string, log: string) => void): Change => (region, objects) => {
  if (region !== "eu-west-1") return;
  const [digest, log] = [...objects.keys()].slice(2);
  work(objects, digest ?? "", log ?? "");
};

connectorSuite({ ...parts, vendor: () => fakeAws(operations()), rows: 3, part: /cloudtrail\.us-east-1/ });

test("what CloudTrail signed and nobody altered is whole", async () => {
  expect(await inIreland()).toMatchObject({ digests: 2, files: 2, unaltered: 2, wrong: [], whole: true });
});

test("an altered or missing log file, an altered digest and a broken chain are told", async () => {
  expect(await inIreland(ireland((objects, _, log) => objects.set(log, { bytes: gzipSync('{"Records":[{}]}') })))).toMatchObject({ whole: false, wrong: [expect.stringContaining("02.json.gz") as string] });
  expect(await inIreland(ireland((objects, _, log) => objects.delete(log)))).toMatchObject({ whole: false, unaltered: 1 });
  expect(await inIreland(ireland((objects, digest) => objects.set(digest, { ...objects.get(digest), bytes: gzipSync("{}") })))).toMatchObject({ whole: false });
  expect(await inIreland(ireland((objects, digest) => {
    const stored = objects.get(digest);
    objects.delete(digest);
    objects.set(digest.replace("T020000Z", "T030000Z"), { bytes: stored?.bytes ?? new Uint8Array(), signature: stored?.signature });
  }))).toMatchObject({ whole: false });
});

test("a digest by another key, or a day without digests, is not known to be whole", async () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "der", type: "pkcs1" }).toString("base64");
  expect(await inIreland(undefined, other)).toMatchObject({ whole: false });
  expect(await inIreland(ireland((objects) => { objects.clear(); }))).toMatchObject({ digests: 0, whole: null });
});
