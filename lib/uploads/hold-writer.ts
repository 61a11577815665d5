import { setTimeout as pause } from "node:timers/promises";
import { actorId, type Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { HOLD_PAUSES_MS, WRITER_RENEWS_MS, WRITER_RESTS_MS } from "./limits.ts";
import type { Upload } from "./upload.repository.ts";
import { holdUpload, letGoUpload, readUpload } from "./write-upload.ts";

/** An upload that one request alone may write to, under which name, and when that was last said (by the process's own clock). */
export type Lease = { upload: Upload; writer: string; saidAt: number };

/** A request of this process that writes. Its lease rests for a moment after it, for the next piece. */
type Writer = { by: string; stop: AbortController; ended: Promise<void>; resting?: { lease: Lease; end: NodeJS.Timeout } };

/** So that a request whose connection is dead gives way to the one that goes on. */
const writers = new Map<string, Writer>();

/** How an upload is written to while nobody else does. */
type Writing<Answer> = {
  /** Fails with the signal's reason when that says so. */
  write(lease: Lease, stopped: AbortSignal): Promise<Answer>;
  /** Whether more is to come after this answer. */
  goesOn(answer: Answer): boolean;
};

/**
 * Writes to an upload while nobody else does. A file in pieces comes in a hundred requests a gigabyte, so the next piece takes over
 * the lease of the last one without asking the database.
 *
 * @throws AppError not_found; conflict (upload_held); what the writing fails with
 */
export async function whileHeld<Answer>(context: Context, uploadId: string, writing: Writing<Answer>): Promise<Answer> {
  const by = `${context.organizationId} ${actorId(context.actor)}`;
  const there = writers.get(uploadId);
  // Only who may go on with it may end what another request does.
  if (there !== undefined && (there.by !== by || there.resting === undefined)) await readUpload(context, { uploadId });
  // From here to where this one stands in its place nothing is waited for: two at once would both take over.
  const before = writers.get(uploadId);
  const rested = before?.by === by ? takeRested(before) : undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  const self: Writer = { by, stop: new AbortController(), ended };
  const { stop } = self;
  writers.set(uploadId, self);
  const holding = rested === undefined ? hold(context, uploadId, before) : stillHeld(context, rested);
  const renewing = setInterval(() => void holding.then((lease) => renew(context, lease)).catch((error: unknown) => stop.abort(error)), WRITER_RENEWS_MS);
  const letGo = async (lease: Lease | null): Promise<void> => {
    delete self.resting;
    if (lease !== null) await letOthersWrite(context, lease);
    if (writers.get(uploadId) === self) writers.delete(uploadId);
    end(undefined);
  };
  let rests = false;
  try {
    // A body that nobody may write need not come in.
    const lease = await holding;
    const answer = await writing.write(lease, stop.signal);
    rests = writing.goesOn(answer) && !stop.signal.aborted;
    if (rests) self.resting = { lease, end: setTimeout(() => void letGo(lease), WRITER_RESTS_MS).unref() };
    return answer;
  } finally {
    clearInterval(renewing);
    if (!rests) await letGo(await holding.catch(() => null));
  }
}

/** The lease of the piece before, which is no longer let go for that one. */
function takeRested(before: Writer): Lease | undefined {
  const { resting } = before;
  delete before.resting;
  clearTimeout(resting?.end);
  return resting?.lease;
}

/** A lease that was taken over, said anew where that is due. @throws AppError not_found for an upload whose time is over */
async function stillHeld(context: Context, lease: Lease): Promise<Lease> {
  if (performance.now() - lease.saidAt > WRITER_RENEWS_MS || lease.upload.expiresAt <= context.clock.now()) await renew(context, lease);
  return lease;
}

/** Waits for the request before it: of this process until it has ended, of another one for the moment that its lease rests. */
async function hold(context: Context, uploadId: string, before: Writer | undefined): Promise<Lease> {
  before?.stop.abort(new AppError("conflict", "upload_held", "Another request went on with this file."));
  await before?.ended;
  const writer = newId("wri", context.clock.now().getTime());
  const saidAt = performance.now();
  for (const ms of HOLD_PAUSES_MS) {
    const upload = await holdUpload(context, { uploadId, writer }).catch((error: unknown) => {
      if (isAppError(error) && error.reason === "upload_held") return null;
      throw error;
    });
    if (upload !== null) return { upload, writer, saidAt };
    await pause(ms);
  }
  return { upload: await holdUpload(context, { uploadId, writer }), writer, saidAt: performance.now() };
}

async function renew(context: Context, lease: Lease): Promise<void> {
  await holdUpload(context, { uploadId: lease.upload.id, writer: lease.writer });
  lease.saidAt = performance.now();
}

async function letOthersWrite(context: Context, { upload, writer }: Lease): Promise<void> {
  // The file is as it should be, or was thrown away; that others wait half a minute longer is no reason to fail.
  await letGoUpload(context, { uploadId: upload.id, writer }).catch((error: unknown) => {
    if (!isAppError(error, "not_found")) log.warn("upload.not_let_go", { upload: upload.id, ...errorFields(error) });
  });
}
