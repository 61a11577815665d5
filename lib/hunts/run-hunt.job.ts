import { z } from "zod";
import { idInput } from "#lib/access/index.ts";
import { defineJob } from "#lib/platform/job.ts";
import { runHuntKind } from "./run-hunt.kind.ts";
import { runHunt } from "./run-hunt.ts";
import { failHunt } from "./steer-hunt.ts";

/** Carries a retro-hunt. Killed anywhere, the next one goes on behind its last commit. */
export const runHuntJob = defineJob({
  kind: runHuntKind.kind,
  actor: "system",
  payload: z.strictObject({ huntId: idInput }),
  async run(context, payload, progress) {
    await runHunt(context, payload, progress);
  },
  async onFailed(context, { huntId }, reason) {
    await failHunt(context, { huntId, reason: reason.slice(0, 1000) });
  },
});
