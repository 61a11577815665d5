"use client";
import { LinkButton } from "#app/_ui/button.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { EDITED_PARTS, type EditedPart } from "#lib/drafts/client.ts";
import type { ControlEdit } from "#lib/drafts/index.ts";

type Props = { edit: Pick<ControlEdit, "needs" | "approvers" | "draft">; changed: readonly EditedPart[]; /** Whether something needs approval. */ asks: boolean; undecided: number; cancelHref: string };

const named = (parts: readonly EditedPart[]): string => parts.map((part) => EDITED_PARTS[part].toLowerCase()).join(", ");
const needsApproval = (part: EditedPart): boolean => part === "statement" || part === "scope";

/** What saving will do, said before it is done, and the ways of doing it. */
export function SaveBar({ edit: { needs, approvers, draft }, changed, asks, undecided, cancelHref }: Props) {
  const direct = changed.filter((part) => !needsApproval(part));
  const proposed = changed.filter(needsApproval);
  const mappings = draft?.mappings ?? 0;
  const waiting = [named(proposed), mappings === 0 ? "" : `${mappings} ${mappings === 1 ? "mapping" : "mappings"}`].filter((text) => text !== "").join(", ");
  const blocked = undecided > 0 ? { disabled: true } : {};
  return (
    <div className="mt-6 grid gap-3 border-t border-line pt-4">
      <div className="grid gap-1 text-muted" role="status">
        {changed.length === 0 && !asks ? <p>Nothing is changed yet.</p> : null}
        {direct.length === 0 ? null : <p>Recorded at once: {named(direct)}.</p>}
        {waiting === "" ? null : <p>{needs === "second_person" ? `Waits for approval: ${waiting}. ${approvers.join(" or ")} can approve it.` : `Needs approval: ${waiting}. ${needs === "alone" ? "Nobody else here can give it" : "The organization waives it"}; applied by you alone, and said so.`}</p>}
        {undecided > 0 ? <p>{undecided === 1 ? "One part is" : `${undecided} parts are`} still to be decided above.</p> : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {asks ? (
          <>
            <SubmitButton kind="primary" name="send" value={needs === "second_person" ? "review" : "alone"} pendingLabel="Saving…" {...blocked}>{needs === "second_person" ? (draft?.state === "in_review" ? "Save for review" : "Send for review") : "Apply without a second person"}</SubmitButton>
            {draft?.state === "in_review" ? null : <SubmitButton name="send" value="keep" pendingLabel="Saving…" {...blocked}>Keep as draft</SubmitButton>}
          </>
        ) : <SubmitButton kind="primary" name="send" value="keep" pendingLabel="Saving…" {...blocked}>Save</SubmitButton>}
        <LinkButton kind="quiet" href={cancelHref}>Cancel</LinkButton>
      </div>
    </div>
  );
}
