import type { VerbArguments } from "#lib/access/index.ts";
import { notify, settleNotifications } from "#lib/notifications/index.ts";
import { possibleApprovers } from "./approval-mode.ts";
import type { StoredDraft } from "./draft.repository.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Who could approve it is told that it waits. */
export async function tellOfSubmission(act: Act, draft: Pick<StoredDraft, "id" | "code" | "authors" | "revision">, title: string): Promise<void> {
  await notify(act, {
    kind: "draft_waiting", to: await possibleApprovers(act, draft.authors), cause: `draft_waiting:${draft.id}:${draft.revision}`, subject: { kind: "draft", id: draft.id },
    facts: { code: draft.code, title, by: nameOf(act) },
  });
}

/** It waits for nobody any more; whoever wrote it is told how it ended. */
export async function tellOfDecision(act: Act, draft: Pick<StoredDraft, "id" | "code" | "authors" | "revision">, title: string, decision: { kind: "approved" | "returned" | "withdrawn"; reason: string }): Promise<void> {
  await settleNotifications(act, { kinds: ["draft_waiting"], subjectIds: [draft.id] });
  if (decision.kind === "withdrawn") return;
  await notify(act, {
    kind: decision.kind === "approved" ? "draft_approved" : "draft_returned", to: draft.authors, cause: `draft_${decision.kind}:${draft.id}:${draft.revision}`, subject: { kind: "draft", id: draft.id },
    facts: { code: draft.code, title, by: nameOf(act), ...(decision.reason === "" ? {} : { reason: decision.reason }) },
  });
}

function nameOf({ context: { actor } }: Act): string {
  return actor.kind === "system" ? "Tickmark" : actor.name;
}
