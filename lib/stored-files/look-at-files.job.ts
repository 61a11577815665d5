import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { defineJob, type Progress } from "#lib/platform/job.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { LOOK_LIMITS } from "./limits.ts";
import { endLook, nextFiles, nextFolders, noteLook, readLook } from "./look-steps.ts";
import { paced } from "./paced.ts";
import { recordFound } from "./record-found.ts";

/**
 * The daily look at an organization's stored files. All of them: whether they lie there in their length. Those that were not whole:
 * read again, so that what was put back is seen as well. And a share of the others, read to their end, so that within the days of
 * {@link LOOK_LIMITS} every byte was. Cut off anywhere, the next run goes on where the last batch was noted; memory holds one batch.
 */
export const lookAtFilesJob = defineJob({
  kind: "look-at-files",
  actor: "system",
  payload: z.strictObject({ lookId: idInput }),
  async run(context, { lookId }, progress) {
    const look = await readLook(context, { lookId });
    if (look.finishedAt !== null) return;
    const read = reader(context);
    await readDamaged(context, read);
    await glance(context, lookId, look.glancedTo, read, progress);
    await readShare(context, lookId, look, read, progress);
    await endLook(context, { lookId });
  },
});

/** Reads files to their end at the pace that is allowed, and records how they were found, a batch at a time. */
type Read = (files: readonly StoredBlob[], noted?: (batch: readonly StoredBlob[]) => Promise<void>) => Promise<void>;

function reader(context: Context): Read {
  const pace = paced(LOOK_LIMITS.bytesPerSecond);
  return async (files, noted) => {
    for (const batch of batches(files)) {
      const looks = [];
      for (const { sha256 } of batch) {
        const checkedAt = context.clock.now();
        looks.push({ sha256, found: await runtime().blobs.check(context.organizationId, sha256, pace), checkedAt });
      }
      await recordFound(context, { looks });
      await noted?.(batch);
    }
  };
}

/** Stretches of no more files and bytes than are read between two notes; one of a single file may have more bytes. */
function* batches(files: readonly StoredBlob[]): Generator<StoredBlob[]> {
  let batch: StoredBlob[] = [];
  for (const file of files) {
    if (batch.length > 0 && (batch.length === LOOK_LIMITS.batch || bytesOf(batch) + file.byteLength > LOOK_LIMITS.batchBytes)) {
      yield batch;
      batch = [];
    }
    batch.push(file);
  }
  if (batch.length > 0) yield batch;
}

const bytesOf = (files: readonly StoredBlob[]): number => files.reduce((sum, { byteLength }) => sum + byteLength, 0);

async function readDamaged(context: Context, read: Read): Promise<void> {
  for (let after = ""; ; ) {
    const files = await nextFiles(context, { after, limit: LOOK_LIMITS.batch, damagedOnly: true });
    await read(files);
    const last = files.at(-1);
    if (last === undefined) return;
    after = last.sha256;
  }
}

/** Looks, folder by folder, whether every file lies there in its length; what does not is read, which tells what is wrong. */
async function glance(context: Context, lookId: string, from: string, read: Read, progress: Progress): Promise<void> {
  for (let after = from; ; ) {
    const files = await nextFolders(context, { after });
    const last = files.at(-1);
    if (last === undefined) return;
    const amiss = new Set<string>();
    for (const [prefix, some] of Map.groupBy(files, ({ sha256 }) => sha256.slice(0, 2))) {
      for (const sha256 of await runtime().blobs.amiss(context.organizationId, prefix, some)) amiss.add(sha256);
    }
    await read(files.filter(({ sha256 }) => amiss.has(sha256)));
    await noteLook(context, { lookId, to: { glancedTo: last.sha256, files: files.length, bytes: bytesOf(files) } });
    await progress("glance", shareUpTo(last.sha256) / 2);
    after = last.sha256;
  }
}

/** Reads on from where the last look came to, round and round, until the day's share is read. */
async function readShare(context: Context, lookId: string, look: { readTo: string; readTarget: number; readBytes: number }, read: Read, progress: Progress): Promise<void> {
  const { readTarget } = look;
  let { readTo, readBytes } = look;
  const noted = async (batch: readonly StoredBlob[]): Promise<void> => {
    // Behind the last file it goes on at the beginning.
    const to = { readFrom: readTo, readTo: batch.at(-1)?.sha256 ?? "", files: batch.length, bytes: bytesOf(batch) };
    await noteLook(context, { lookId, to });
    readTo = to.readTo;
    readBytes += to.bytes;
    await progress("read", 0.5 + Math.min(1, readBytes / readTarget) / 2);
  };
  // A share is never more than everything, so it comes by the end once.
  for (let rounds = 0; readBytes < readTarget && rounds < 2; ) {
    const files = upTo(await nextFiles(context, { after: readTo, limit: LOOK_LIMITS.batch }), readTarget - readBytes);
    if (files.length === 0) {
      rounds += 1;
      await noted([]);
    } else await read(files, noted);
  }
}

/** The first of some files that have so many bytes together. */
function upTo(files: readonly StoredBlob[], bytes: number): StoredBlob[] {
  let sum = 0;
  return files.filter(({ byteLength }) => {
    const wanted = sum < bytes;
    sum += byteLength;
    return wanted;
  });
}

/** How far a name is among all names, from 0 to 1: hashes lie evenly. */
function shareUpTo(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 8), 16) / 0xffff_ffff;
}
