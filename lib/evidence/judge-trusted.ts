import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { acceptTrusted } from "./accept-trusted.ts";
import { findEvidence } from "./evidence.repository.ts";
import { tellReviewers } from "./tell-people.ts";

/** The kind of due work in which a file from a trusted source is judged, once it was looked into. */
export const TRUSTED_DUE = "trusted_file";
/** Looking into a file takes seconds; what could not be looked into for so long goes to people. */
const LOOK_EVERY_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

/** Has a file of a trusted source judged when it was looked into. */
export async function judgeWhenInspected(tx: TenantTransaction, evidenceId: string, now: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${TRUSTED_DUE}, ${evidenceId}, ${new Date(now.getTime() + LOOK_EVERY_MS)}::timestamptz)`;
}

/** Judges by rule what waits for its file to be looked into; otherwise it goes to people's inboxes. */
export const judgeTrusted = defineVerb({
  name: "evidence.judge_trusted",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ evidenceId: idInput }),
  async run(args): Promise<void> {
    const { tx, context, input, now, unchanged } = args;
    const evidence = await findEvidence(tx, context.organizationId, input.evidenceId);
    if (evidence === null) throw notFound("evidence");
    unchanged();
    if (evidence.reviewState === "awaiting") {
      const outcome = await acceptTrusted(args, evidence);
      const patient = now.getTime() - evidence.recordedAt.getTime() < LONGEST_WAIT_MS;
      if (outcome === "waits" && patient) return judgeWhenInspected(tx, evidence.id, now);
      if (outcome !== "accepted") await tellReviewers(args, evidence);
    }
    await tx.$executeRaw`SELECT directory_remove_due_work(${TRUSTED_DUE}, ${input.evidenceId})`;
  },
});

/** One piece of due work. What is cut off is due again, and repeats without harm. */
export function runDueTrusted(context: Context, evidenceId: string): Promise<void> {
  return judgeTrusted(context, { evidenceId });
}
