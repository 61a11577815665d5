import { z } from "zod";
import { defineVerb, idInput, roleHolds, textInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findEvidence, lockRequests } from "./evidence.repository.ts";
import { putInPlaceOf, takeOutOfPlace } from "./put-in-place.ts";

const input = z.strictObject({ successorId: idInput, evidenceId: idInput, reason: textInput(2_000).default("") });
type Asked = z.output<typeof input>;

/**
 * Says that an evidence takes the place of an older one: a reviewer, who submitted it, or who owns what it answers. It
 * holds while the newer one is accepted. The older one keeps proving the time before; from the newer one's first day on
 * it is no longer what proves.
 *
 * @throws AppError not_found, forbidden, precondition_failed, conflict
 */
export const supersedeEvidence = defineVerb({
  name: "evidence.supersede",
  permission: "evidence.submit",
  effect: "write",
  input,
  async run(args): Promise<{ evidenceId: string }> {
    await requireConcerned(args);
    await putInPlaceOf(args, args.input);
    return { evidenceId: args.input.evidenceId };
  },
});

/**
 * Takes back that an evidence took the place of an older one.
 *
 * @throws AppError not_found, forbidden, conflict
 */
export const restoreEvidence = defineVerb({
  name: "evidence.restore",
  permission: "evidence.submit",
  effect: "write",
  input,
  async run(args): Promise<{ evidenceId: string }> {
    await requireConcerned(args);
    await takeOutOfPlace(args, args.input);
    return { evidenceId: args.input.evidenceId };
  },
});

async function requireConcerned({ tx, context, input: asked }: VerbArguments<Asked>): Promise<void> {
  const newer = await findEvidence(tx, context.organizationId, asked.successorId);
  if (newer === null) throw notFound("evidence");
  const { actor } = context;
  const self = actorId(actor);
  if ((actor.kind === "member" && roleHolds(actor.role, "evidence.review")) || newer.submittedBy === self) return;
  const requests = await lockRequests(tx, context.organizationId, newer.requestIds);
  if (requests.some((request) => request.ownerMemberId === self)) return;
  throw new AppError("forbidden", "not_concerned", "A reviewer, its submitter or the owner of what it answers can say this.");
}
