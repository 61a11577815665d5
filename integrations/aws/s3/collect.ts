import { z } from "zod";
import type { Answer, Collector, Json } from "#lib/connector/index.ts";
import { listOf, objectOf, textOf, type JsonObject } from "../decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part } from "../places.ts";
import { transformBuckets } from "./transform.ts";

/** So many buckets are asked between two commits: eight questions each. */
const BATCH = 10;
const PAGE = 100;
const DAY_MS = 86_400_000;

const place = z.object({ token: z.string().nullable(), after: z.string().nullable() }).nullable();

const buckets: Part = {
  id: "buckets", where: "account",
  async *steps(here, from) {
    const account = await tryAsk(here, "s3control", "GetPublicAccessBlock", { AccountId: here.account.id }, { none: ["NoSuchPublicAccessBlockConfiguration"] });
    let { token, after } = place.parse(from) ?? { token: null, after: null };
    for (;;) {
      const body: JsonObject = await here.ask("s3", "ListBuckets", { MaxBuckets: PAGE, ...(token === null ? {} : { ContinuationToken: token }) });
      const named = listOf(body.Buckets).map(objectOf).filter(({ Name }) => after === null || String(Name) > after);
      const next = textOf(body.ContinuationToken);
      for (let index = 0; index < Math.max(1, named.length); index += BATCH) {
        const batch = named.slice(index, index + BATCH);
        const answers: Answer[] = index === 0 ? [answerOf(here, "s3:ListBuckets", { MaxBuckets: PAGE }, body, listOf(body.Buckets).length)] : [];
        for (const bucket of batch) answers.push(await askBucket(here, String(bucket.Name), bucket, account));
        const last = index + BATCH >= named.length;
        yield { answers, next: last && next === null ? null : last ? { token: next, after: null } : { token, after: String(batch.at(-1)?.Name) } };
      }
      if (next === null) return;
      [token, after] = [next, null];
    }
  },
};

async function askBucket(here: Here, name: string, bucket: Json, account: Json): Promise<Answer> {
  const scope = `${here.account.id}/${name}`;
  const region = textOf(objectOf(bucket).BucketRegion) ?? (await regionOf(here, name, scope));
  const asked = { Bucket: name };
  const at = (none: string[] = []) => ({ none, region, scope });
  const logging = await tryAsk(here, "s3", "GetBucketLogging", asked, at());
  const body = {
    bucket, region, account, logging,
    acl: await tryAsk(here, "s3", "GetBucketAcl", asked, at()),
    policy: await tryAsk(here, "s3", "GetBucketPolicy", asked, at(["NoSuchBucketPolicy"])),
    policyStatus: await tryAsk(here, "s3", "GetBucketPolicyStatus", asked, at(["NoSuchBucketPolicy"])),
    block: await tryAsk(here, "s3", "GetPublicAccessBlock", asked, at(["NoSuchPublicAccessBlockConfiguration"])),
    ownership: await tryAsk(here, "s3", "GetBucketOwnershipControls", asked, at(["OwnershipControlsNotFoundError"])),
    versioning: await tryAsk(here, "s3", "GetBucketVersioning", asked, at()),
    encryption: await tryAsk(here, "s3", "GetBucketEncryption", asked, at(["ServerSideEncryptionConfigurationNotFoundError"])),
    lifecycle: await tryAsk(here, "s3", "GetBucketLifecycleConfiguration", asked, at(["NoSuchLifecycleConfiguration"])),
    tagging: await tryAsk(here, "s3", "GetBucketTagging", asked, at(["NoSuchTagSet"])),
    delivered: await lastDelivery(here, { name, region, scope, logging: "answer" in logging ? logging.answer : null }),
  };
  return answerOf(here, "s3:GetBucketAcl+GetBucketPolicy+GetPublicAccessBlock+GetBucketOwnershipControls+GetBucketLogging", asked, body, 1, scope);
}

/** An empty place is us-east-1, and EU the oldest name of eu-west-1. */
async function regionOf(here: Here, name: string, scope: string): Promise<string> {
  const tried = await tryAsk(here, "s3", "GetBucketLocation", { Bucket: name }, { scope });
  if (!("answer" in tried)) return here.aws.home;
  const said = textOf(tried.answer.LocationConstraint);
  return said === null ? "us-east-1" : said === "EU" ? "eu-west-1" : said;
}

/** The newest log file of the last two days that is seen at the target. That all were delivered is not claimed: S3 does not. */
async function lastDelivery(here: Here, { name, region, scope, logging }: { name: string; region: string; scope: string; logging: Json }): Promise<Json> {
  const enabled = objectOf(objectOf(logging).LoggingEnabled);
  const target = textOf(enabled.TargetBucket);
  if (target === null) return null;
  const parts = objectOf(objectOf(enabled.TargetObjectKeyFormat).PartitionedPrefix).PartitionDateSource !== undefined;
  const since = new Date(here.run.window.until.getTime() - 2 * DAY_MS).toISOString().slice(0, 10);
  const prefix = `${textOf(enabled.TargetPrefix) ?? ""}${parts ? `${here.account.id}/${region}/${name}/` : ""}`;
  const tried = await tryAsk(here, "s3", "ListObjectsV2", { Bucket: target, Prefix: prefix, StartAfter: `${prefix}${parts ? since.replaceAll("-", "/") : since}`, MaxKeys: 1000 }, { region, scope });
  if (!("answer" in tried)) return { ...tried };
  const times = listOf(tried.answer.Contents).map((item) => textOf(objectOf(item).LastModified)).filter((time) => time !== null).sort();
  return { seen: times.length, newest: times.at(-1) ?? null };
}

export const s3Collectors: readonly Collector[] = [{
  id: "s3_buckets", name: "S3 buckets", explains: "Whether strangers may list, read, write or delete, and whether access is logged: computed from ACL, policy, ownership and the blocks of bucket and account.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [buckets]), transform: transformBuckets,
}];
