import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, sha256, textOf, type JsonObject } from "../decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part } from "../places.ts";
import { placeOf, resourceRow } from "../rows.ts";
import { readDigest, signatureOf, unpacked, type DigestFile } from "./verify-digest.ts";

const DAY_MS = 86_400_000;
/** So many days are caught up with in one run; each has 24 digests a region. */
const DAYS = 7;
/** Of one day and region; what lies beyond is said. */
const FILES = 2_000;

/** One answer for a trail's day in a region: each digest, and each file that it names, with what they turned out to be. */
const digests: Part = {
  id: "digests", where: "region",
  async *steps(here, from) {
    const body = await here.ask("cloudtrail", "DescribeTrails", { includeShadowTrails: true });
    const trails = listOf(body.trailList).map(objectOf).filter(({ LogFileValidationEnabled, IsMultiRegionTrail, HomeRegion }) => LogFileValidationEnabled === true && (IsMultiRegionTrail === true || HomeRegion === here.region));
    const days = daysOf(here);
    const todo = trails.flatMap((trail) => days.map((day) => ({ trail, day })));
    for (const [index, { trail, day }] of [...todo.entries()].slice(typeof from === "number" ? from : 0)) {
      const answer = await dayOf(here, trail, day);
      yield { answers: answer === null ? [] : [answer], next: index + 1 < todo.length ? index + 1 : null };
    }
  },
};

/** Days that are over, the last seven at most, since the last run. */
function daysOf({ run, since: last }: Here): string[] {
  const until = run.window.until.getTime();
  const since = last === null ? 1 : Math.min(DAYS, Math.max(1, Math.ceil((until - last) / DAY_MS)));
  return Array.from({ length: since }, (_, index) => new Date(until - (since - index) * DAY_MS).toISOString().slice(0, 10));
}

async function dayOf(here: Here, trail: JsonObject, day: string): Promise<Answer | null> {
  const [bucket, name, arn] = [textOf(trail.S3BucketName) ?? "", textOf(trail.Name) ?? "", textOf(trail.TrailARN) ?? ""];
  const scope = `${here.scope}/${name}`;
  const prefix = `${trail.S3KeyPrefix === undefined ? "" : `${String(trail.S3KeyPrefix)}/`}AWSLogs/${here.account.id}/CloudTrail-Digest/${here.region}/${day.replaceAll("-", "/")}/`;
  const listed = await tryAsk(here, "s3", "ListObjectsV2", { Bucket: bucket, Prefix: prefix, MaxKeys: 1000 }, { scope });
  if (!("answer" in listed)) return null;
  const start = new Date(`${day}T00:00:00Z`);
  const known = await here.ask("cloudtrail", "ListPublicKeys", { StartTime: start, EndTime: new Date(start.getTime() + DAY_MS) });
  const keys = new Map(listOf(known.PublicKeyList).map(objectOf).map(({ Fingerprint, Value }) => [String(Fingerprint), String(Value)]));
  const found: Json[] = [];
  const judged = { before: null as string | null, files: 0 };
  for (const object of listOf(listed.answer.Contents).map(objectOf).sort((a, b) => (String(a.Key) < String(b.Key) ? -1 : 1))) {
    const key = String(object.Key);
    if (name === "" || key.includes(`_${name}_`)) found.push(await judgeDigest(here, { bucket, key, scope }, keys, judged));
  }
  return answerOf(here, "cloudtrail:digests", { TrailARN: arn, day }, { trail: arn, day, digests: found }, found.length, scope);
}

async function judgeDigest(here: Here, at: { bucket: string; key: string; scope: string }, keys: ReadonlyMap<string, string>, judged: { before: string | null; files: number }): Promise<Json> {
  const got = await tryAsk(here, "s3", "GetObject", { Bucket: at.bucket, Key: at.key }, { scope: at.scope });
  if (!("answer" in got)) return { key: at.key, signature: "unread", chain: "unread", files: [] };
  const read = tryRead(Buffer.from(textOf(got.answer.Body) ?? "", "base64"));
  if (read === null) return { key: at.key, signature: "invalid", chain: "unread", files: [] };
  const signature = signatureOf(read.plain, read.digest, at, textOf(objectOf(got.answer.Metadata).signature) ?? "", keys);
  // The first digest of a day names one of the day before, which that day's run has judged.
  const chain = judged.before === null ? "begins" : read.digest.previousDigestS3Object === judged.before ? "unbroken" : "broken";
  judged.before = at.key;
  const files: Json[] = [];
  for (const { s3Bucket, s3Object, hashValue } of read.digest.logFiles) {
    if (++judged.files > FILES) {
      here.gap("truncated", "s3:GetObject", `More than ${FILES} log files of a day: the others were not looked at.`, at.scope);
      break;
    }
    const file = await tryAsk(here, "s3", "GetObject", { Bucket: s3Bucket, Key: s3Object }, { none: ["NoSuchKey"], scope: at.scope });
    files.push({ key: s3Object, state: "answer" in file ? stateOf(Buffer.from(textOf(file.answer.Body) ?? "", "base64"), hashValue) : file.refused === "NoSuchKey" ? "missing" : "unread" });
  }
  return { key: at.key, signature, chain, files };
}

function tryRead(bytes: Uint8Array): { plain: Uint8Array; digest: DigestFile } | null {
  try {
    const plain = unpacked(bytes);
    return { plain, digest: readDigest(plain) };
  } catch (error) {
    // What lies there is no digest: altered, which the row says.
    if (error instanceof SyntaxError || error instanceof z.ZodError || isZlib(error)) return null;
    throw error;
  }
}

function stateOf(bytes: Uint8Array, expected: string): "unaltered" | "altered" {
  try {
    return sha256(unpacked(bytes)) === expected.toLowerCase() ? "unaltered" : "altered";
  } catch (error) {
    if (isZlib(error)) return "altered";
    throw error;
  }
}

const isZlib = (error: unknown): boolean => error instanceof Error && "code" in error && /^(?:Z_|ERR_BUFFER_TOO_LARGE)/.test(String(error.code));

const judgedDigest = z.object({ key: z.string(), signature: z.enum(["valid", "invalid", "unknown_key", "unread"]), chain: z.enum(["begins", "unbroken", "broken", "unread"]), files: z.array(z.object({ key: z.string(), state: z.enum(["unaltered", "altered", "missing", "unread"]) })) });
const judgedDay = z.object({ trail: z.string(), day: z.iso.date(), digests: z.array(judgedDigest) });

function transformDigests(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems([answer.body], judgedDay, "", ({ trail, day, digests: all }) => {
    const files = all.flatMap((one) => one.files);
    const bad = [...all.filter(({ signature, chain }) => signature === "invalid" || chain === "broken"), ...files.filter(({ state }) => state === "altered" || state === "missing")].map(({ key }) => key);
    const unread = all.some(({ signature }) => signature === "unread" || signature === "unknown_key") || files.some(({ state }) => state === "unread");
    return [resourceRow({
      type: "aws.cloudtrail.digest_day", id: `${trail}/${region}/${day}`, name: `${day} in ${region}`, account, region,
      attributes: { trail, day, digests: all.length, files: files.length, unaltered: files.filter(({ state }) => state === "unaltered").length, wrong: bad.slice(0, 100), whole: bad.length > 0 ? false : unread || all.length === 0 ? null : true },
    })];
  });
}

export const digestCollectors: readonly Collector[] = [{
  id: "cloudtrail_digests", name: "Log files of CloudTrail", explains: "Whether the log files that were delivered on a day are those that CloudTrail signed: none altered, none missing.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [digests]), transform: transformDigests,
}];
