import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { evidenceInput, type ParsedEvidence } from "./evidence-input.ts";
import { findPush, insertPush, lockPush } from "./push.repository.ts";
import { recordEvidence } from "./record-evidence.ts";

export type PushedEvidence = { id: string; number: number; /** Whether it had been handed in before, and nothing was recorded. */ repeated: boolean };

/** A name that a sender gives to one handing-in: printable ASCII, as a header carries it (draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyKeyInput = z.string().min(1).max(255).regex(/^[\x21-\x7e]+$/, "Printable characters without spaces.");

/**
 * Submits an evidence for a machine, which may send again what it does not know to have arrived: under the same name it is
 * one evidence, however often and whenever it is sent. Another thing under that name is refused.
 *
 * @throws AppError what `evidence.submit` refuses; validation (idempotency_key_reused)
 */
export const pushEvidence = defineVerb({
  name: "evidence.push",
  permission: "evidence.submit",
  effect: "write",
  input: evidenceInput.extend({ idempotencyKey: idempotencyKeyInput.optional() }),
  async run(args): Promise<PushedEvidence> {
    const { tx, context, now } = args;
    const { idempotencyKey, ...evidence } = args.input;
    if (idempotencyKey === undefined) return handedIn(await recordEvidence(args, evidence));
    const name = { pushedBy: actorId(context.actor), idempotencyKey };
    const fingerprint = fingerprintOf(evidence);
    await lockPush(tx, context.organizationId, name);
    const before = await findPush(tx, context.organizationId, name);
    if (before === null) {
      const recorded = handedIn(await recordEvidence(args, evidence));
      await insertPush(tx, context.organizationId, { ...name, fingerprint, evidenceId: recorded.id, recordedAt: now });
      return recorded;
    }
    if (before.fingerprint !== fingerprint) {
      throw new AppError("validation", "idempotency_key_reused", "Nothing was submitted.", [{ path: "Idempotency-Key", message: "Something else was handed in under this name. Give each handing-in a name of its own." }]);
    }
    args.unchanged();
    return { ...before.evidence, repeated: true };
  },
});

const handedIn = ({ id, number, repeated }: PushedEvidence): PushedEvidence => ({ id, number, repeated });

function fingerprintOf({ source, title, note, collectedAt, period, requestIds }: ParsedEvidence): string {
  const instants = JSON.stringify([collectedAt ?? null, period ?? null]);
  return sha256Hex(canonicalJson({ source: sourceFacts(source), title, note, instants, requests: [...new Set(requestIds)].sort() }));
}

/** Claims of the sender's file system are left out: a retry may carry them otherwise. */
function sourceFacts(source: ParsedEvidence["source"]): { [field: string]: string } {
  if (source.kind !== "upload") return source;
  const { kind, sha256, fileName, mediaType } = source;
  return { kind, sha256, fileName, mediaType };
}
