import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { CollectionFailure, driveCollector, type CommittedPage, type RowKind } from "#lib/connector/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { defineJob, type Progress } from "#lib/platform/job.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { chance } from "./chance.ts";
import { claimRun, countSeenBy, keepRun, type ClaimedRun } from "./claim-run.ts";
import { collectKind } from "./collect.kind.ts";
import { commitPage, pageText } from "./commit-page.ts";
import { collectorOf } from "./connectors.ts";
import { endRun, endText, type StoredEnd } from "./end-run.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { openSession, transportTo } from "./open-session.ts";

const ASK_AGAIN_MS = 1_000;

/** The connection was paused or removed while it was collected from. */
class Stopped extends Error {}

/** Carries one run of one collector to its end. Killed anywhere, the next one goes on behind the last committed page. */
export const collectJob = defineJob({
  kind: collectKind.kind,
  actor: "system",
  payload: z.strictObject({ collectionId: idInput }),
  async run(context, { collectionId }, progress) {
    const lease = randomUUID();
    for (;;) {
      const claim = await claimRun(context, { collectionId, lease });
      if (claim.kind === "ended") return;
      if (claim.kind === "claimed") return carry(context, { collectionId, lease, claim: claim.claim }, progress);
      await progress("Another worker is at it", 0);
      await sleep(ASK_AGAIN_MS);
    }
  },
  async onFailed(context, { collectionId }, reason) {
    const lease = randomUUID();
    const claim = await claimRun(context, { collectionId, lease });
    if (claim.kind !== "claimed") return;
    await endRun(context, { collectionId, lease, random: chance(), end: endText({ ...NOTHING, failure: { kind: "malformed", operation: "", says: reason, again: null } }) });
  },
});

const NOTHING: StoredEnd = { completeness: "failed", gaps: [], failure: null, ended: null, exchanges: [], skewMs: null };

type Carried = { collectionId: string; lease: string; claim: ClaimedRun };

async function carry(context: Context, carried: Carried, progress: Progress): Promise<void> {
  const { collectionId, lease } = carried;
  const stop = new AbortController();
  const signs = setInterval(() => { void sign(context, carried, stop); }, CONNECTION_LIMITS.signEveryMs);
  try {
    await progress("Collecting", 0);
    const end = await drive(context, carried, progress, stop.signal);
    await endRun(context, { collectionId, lease, random: chance(), end: endText(end) });
  } catch (error) {
    if (isAppError(error, "conflict") && error.reason === "run_taken_over") return;
    await letGo(context, carried);
    if (!(error instanceof Stopped) && !(stop.signal.reason instanceof Stopped)) throw error;
  } finally {
    clearInterval(signs);
  }
}

/** Says that the run is carried; ends it where it is to go on no longer. */
async function sign(context: Context, { collectionId, lease }: Carried, stop: AbortController): Promise<void> {
  try {
    const { goesOn } = await keepRun(context, { collectionId, lease });
    if (!goesOn) stop.abort(new Stopped("the connection was paused or removed"));
  } catch (error) {
    log.warn("collect.sign_failed", { collection: collectionId, ...errorFields(error) });
  }
}

/** Gives the run out of hand: it goes on by another job, later, or is over where its connection was removed. */
async function letGo(context: Context, { collectionId, lease }: Carried): Promise<void> {
  const end = endText({ ...NOTHING, failure: { kind: "stopped", operation: "", says: "The connection was removed while it was collected from.", again: null } });
  await endRun(context, { collectionId, lease, random: chance(), end });
}

async function drive(context: Context, { collectionId, lease, claim }: Carried, progress: Progress, signal: AbortSignal): Promise<StoredEnd | Awaited<ReturnType<typeof driveCollector>>> {
  try {
    const { connector, session } = await openSession(context, { connectionId: claim.connectionId });
    return await driveCollector({
      connector, collector: collectorOf(connector, claim.collector), session, transport: transportTo(connector, session.now, signal), run: claim.run, earlier: claim.earlier, signal,
      sink: {
        async commit(page) {
          const copy = await runtime().blobs.write(context.organizationId, copyOf(page), { maxBytes: 1_000_000_000 });
          await commitPage(context, { collectionId, lease, sequence: page.sequence, copy: { sha256: copy.sha256, byteLength: copy.byteLength }, page: pageText(page) });
          await progress(`${page.sequence + 1} pages`, 0);
        },
        seen: (kind: RowKind) => countSeenBy(context, { collectionId, kind }),
      },
    });
  } catch (error) {
    if (isAppError(error, "precondition_failed") || isAppError(error, "not_found")) return { ...NOTHING, failure: { kind: "misconfigured", operation: "", says: error.message, again: null } };
    if (error instanceof CollectionFailure) return { ...NOTHING, failure: { kind: error.kind, operation: error.operation, says: error.message, again: null } };
    throw error;
  }
}

/** The stored copy: the answers as the connector redacted them, one JSON text. */
async function* copyOf({ answers }: CommittedPage): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(answers.map(({ operation, parameters, scope, body, items }) => ({ operation, parameters, scope, body, items }))));
}
