import { hash } from "node:crypto";
import { Readable } from "node:stream";
import { askS3, textOf, type S3Answer, type S3Place } from "./blob-store/s3-client.ts";
import { elementOf, objectPrefix } from "./blob-store/s3-list.ts";
import type { CheckpointStore, KeptCheckpoint } from "./checkpoint-files.ts";
import type { Clock } from "./clock.ts";
import { AppError } from "./errors.ts";

/** A bucket with object lock, and for how long each checkpoint is locked in it. */
export type CheckpointBucket = S3Place & { lockDays: number };

const DAY_MS = 86_400_000;
/** Objects named in one answer. */
const NAMED_AT_ONCE = 1_000;
const READ_AT_ONCE = 8;

type Version = { key: string; versionId: string; size: number };

/**
 * Signed heads as objects that nobody can delete or change before their time, the account's owner included (object lock in
 * compliance mode). The lock is read back, of the very version that was put: a bucket that says yes and locks nothing is refused.
 * Nothing is put beside another version of the same name: not every server knows `If-None-Match`, so what lies there is read first.
 */
export function openCheckpointBucket(bucket: CheckpointBucket, clock: Clock): CheckpointStore {
  return {
    async keep(checkpoint) {
      if (await liesThere(bucket, checkpoint, clock.now())) return;
      const until = new Date(clock.now().getTime() + bucket.lockDays * DAY_MS);
      const put = await putLocked(bucket, checkpoint, until);
      if (put === "was_there") {
        // Somebody else was faster.
        if (!(await liesThere(bucket, checkpoint, clock.now()))) throw refused("The bucket says that the checkpoint is there already, and does not show it.");
        return;
      }
      if (!(await isLocked(bucket, put, new Date(until.getTime() - DAY_MS)))) throw unlocked();
      if ((await readVersion(bucket, checkpoint.organizationId, put)).note !== checkpoint.note) throw refused(`Under ${checkpoint.size} entries the bucket holds something else than this checkpoint.`);
    },
    async *read(organizationId) {
      const versions = await versionsOf(bucket, organizationId);
      // By number: the names of a bucket are in the order of their letters.
      versions.sort((a, b) => a.size - b.size);
      for (let at = 0; at < versions.length; at += READ_AT_ONCE) {
        yield* await Promise.all(versions.slice(at, at + READ_AT_ONCE).map((version) => readVersion(bucket, organizationId, version)));
      }
    },
  };
}

/** Puts a checkpoint with its lock, unless something is there already. */
async function putLocked(bucket: CheckpointBucket, { organizationId, size, note }: KeptCheckpoint, until: Date): Promise<Version | "was_there"> {
  const key = keyOf(organizationId, size);
  const bytes = Buffer.from(note);
  const answer = await ask(bucket, {
    method: "PUT", key, body: { byteLength: bytes.length, sha256: hash("sha256", bytes), open: () => Readable.from([bytes]) },
    headers: {
      // S3 wants a checksum with every lock; where the object is there already, it stays.
      "if-none-match": "*", "content-md5": hash("md5", bytes, "base64"), "content-type": "text/plain; charset=utf-8",
      "x-amz-object-lock-mode": "COMPLIANCE", "x-amz-object-lock-retain-until-date": until.toISOString(),
    },
  });
  await textOf(answer);
  if (answer.status === 412) return "was_there";
  if (answer.status !== 200) throw refused(`The bucket refused the checkpoint with ${answer.status}. Is object lock on, and may the key put retention?`);
  const versionId = answer.headers["x-amz-version-id"];
  if (typeof versionId !== "string") throw refused("The bucket took the checkpoint and keeps no versions: without them nothing is locked.");
  return { key, versionId, size };
}

/**
 * Whether the checkpoint lies in the bucket, locked. Every version of its name is looked at: whoever puts another over it hides
 * nothing, and the lock of the first stays what it is.
 *
 * @throws AppError precondition_failed, also when something else lies there
 */
async function liesThere(bucket: CheckpointBucket, { organizationId, size, note }: KeptCheckpoint, now: Date): Promise<boolean> {
  const versions = (await versionsOf(bucket, organizationId, size)).filter((one) => one.size === size);
  for (const version of versions) {
    if ((await readVersion(bucket, organizationId, version)).note !== note) throw refused(`Under ${size} entries the bucket holds something else than this checkpoint.`);
  }
  if (versions.length === 0) return false;
  for (const version of versions) if (await isLocked(bucket, version, now)) return true;
  throw unlocked();
}

const keyOf = (organizationId: string, size: number): string => `${organizationId}/${size}.note`;

/** Whether a version can neither be deleted nor changed before an instant. */
async function isLocked(bucket: CheckpointBucket, { key, versionId }: Version, until: Date): Promise<boolean> {
  const answer = await ask(bucket, { method: "GET", key, query: new URLSearchParams({ retention: "", versionId }).toString() });
  const text = await textOf(answer);
  return answer.status === 200 && elementOf(text, "Mode") === "COMPLIANCE" && new Date(elementOf(text, "RetainUntilDate") ?? Number.NaN) >= until;
}

function unlocked(): AppError {
  return refused("The bucket took the checkpoint and did not lock it: object lock in compliance mode is not on.");
}

/** Every version of every checkpoint, or of the one at a size, the newest of each first: one that was put over another hides nothing. */
async function versionsOf(bucket: CheckpointBucket, organizationId: string, size?: number): Promise<Version[]> {
  const { place, prefix: folder } = objectPrefix(bucket, organizationId);
  const prefix = size === undefined ? folder : `${folder}${size}.note`;
  const versions: Version[] = [];
  let next: Record<string, string> | undefined = {};
  while (next !== undefined) {
    const query = new URLSearchParams({ versions: "", "max-keys": String(NAMED_AT_ONCE), prefix, ...next });
    const answer = await ask(place, { method: "GET", key: "", query: query.toString() });
    const text = await textOf(answer);
    if (answer.status !== 200) throw refused(`The bucket does not tell what it holds: it answered ${answer.status}.`);
    for (const [, entry = ""] of text.matchAll(/<Version>([\s\S]*?)<\/Version>/g)) {
      const [, size] = /\/(\d{1,16})\.note$/.exec(elementOf(entry, "Key") ?? "") ?? [];
      if (size !== undefined) versions.push({ key: keyOf(organizationId, Number(size)), versionId: elementOf(entry, "VersionId") ?? "null", size: Number(size) });
    }
    next = elementOf(text, "IsTruncated") === "true" ? { "key-marker": elementOf(text, "NextKeyMarker") ?? "", "version-id-marker": elementOf(text, "NextVersionIdMarker") ?? "" } : undefined;
  }
  return versions;
}

async function readVersion(bucket: CheckpointBucket, organizationId: string, { key, versionId, size }: Version): Promise<KeptCheckpoint> {
  const answer = await ask(bucket, { method: "GET", key, query: new URLSearchParams({ versionId }).toString() });
  const note = await textOf(answer);
  if (answer.status !== 200) throw refused(`The bucket does not give the checkpoint at ${size} entries: it answered ${answer.status}.`);
  return { organizationId, size, note };
}

async function ask(place: S3Place, asked: Parameters<typeof askS3>[1]): Promise<S3Answer> {
  try {
    return await askS3(place, asked);
  } catch (error) {
    throw new AppError("precondition_failed", "bucket_unreachable", "The bucket could not be reached.", [], { cause: error });
  }
}

function refused(message: string): AppError {
  return new AppError("precondition_failed", "bucket_refused", message);
}
