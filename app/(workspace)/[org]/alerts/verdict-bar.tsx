"use client";
import { useActionState, useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import type { FormState } from "#app/_edge/form-state.ts";
import { unsent } from "#app/_edge/form-state.ts";
import { useShortcut } from "#app/_keys/use-shortcut.ts";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Kbd } from "#app/_ui/kbd.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { GIVEN_VERDICTS, VERDICT_WORDS, type AlertSeverity, type AlertVerdict } from "#lib/alerts/client.ts";
import { AssignForm, CommentForm, DeclareForm, JudgeForm } from "./verdict-forms.tsx";

export type Action = (previous: FormState, form: FormData) => Promise<FormState>;
export type JudgedAlert = { id: string; title: string; severity: AlertSeverity; judged: boolean; acknowledged: boolean; assigneeMemberId: string | null };

type Props = {
  alert: JudgedAlert;
  assignees: readonly { id: string; name: string }[];
  previousHref: string | null;
  nextHref: string | null;
  actions: { judge: Action; acknowledge: Action; declare: Action; assign: Action; comment: Action };
};

type Choice = AlertVerdict | "assign" | "comment";

/** One key per verdict, in the order of the buttons. */
function useVerdictKeys(choose: (choice: Choice) => void, active: boolean): void {
  const pick = (index: number) => (): boolean => {
    const verdict = GIVEN_VERDICTS[index];
    if (verdict !== undefined) choose(verdict);
    return verdict !== undefined;
  };
  useShortcut("verdict.1", pick(0), active);
  useShortcut("verdict.2", pick(1), active);
  useShortcut("verdict.3", pick(2), active);
  useShortcut("verdict.4", pick(3), active);
  useShortcut("assign", () => choose("assign"), active);
}

/** The verdict at the foot of an alert: one key chooses, a reason is given, and the next alert comes. */
export function VerdictBar({ alert, assignees, previousHref, nextHref, actions }: Props) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const router = useRouter();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setChoice(null);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  useVerdictKeys(setChoice, !alert.judged);
  useShortcut("record.previous", () => router.push(previousHref ?? ""), previousHref !== null);
  useShortcut("record.next", () => router.push(nextHref ?? ""), nextHref !== null);
  const close = () => setChoice(null);
  const done = () => {
    close();
    if (nextHref !== null) router.push(nextHref);
  };
  return (
    <div className="verdict">
      {choice === null ? null : choice === "incident" ? (
        <DeclareForm alert={alert} assignees={assignees} action={actions.declare} onClose={close} />
      ) : choice === "assign" ? (
        <AssignForm alert={alert} assignees={assignees} action={actions.assign} onClose={close} />
      ) : choice === "comment" ? (
        <CommentForm alert={alert} action={actions.comment} onClose={close} />
      ) : (
        <JudgeForm alert={alert} verdict={choice} action={actions.judge} onClose={close} onDone={done} />
      )}
      <div className="verdict-bar" role="group" aria-label="Verdict">
        {alert.judged ? <span className="text-muted">This alert has its verdict.</span> : (
          <>
            <span className="verdict-label text-muted">Verdict</span>
            {GIVEN_VERDICTS.map((verdict, index) => (
              <Button key={verdict} kind={verdict === "incident" ? "primary" : "secondary"} kbd={String(index + 1)} aria-pressed={choice === verdict} onClick={() => setChoice(verdict)}>
                {verdict === "incident" ? "Declare incident" : VERDICT_WORDS[verdict]}
              </Button>
            ))}
          </>
        )}
        <span className="verdict-rest">
          {alert.acknowledged || alert.judged ? null : <AcknowledgeForm alert={alert} action={actions.acknowledge} />}
          {alert.judged ? null : <Button kind="quiet" kbd="A" onClick={() => setChoice("assign")}>Assign</Button>}
          <Button kind="quiet" onClick={() => setChoice("comment")}>Comment</Button>
          <span className="text-xs text-muted verdict-keys"><Kbd>[</Kbd> <Kbd>]</Kbd> move</span>
        </span>
      </div>
    </div>
  );
}

function AcknowledgeForm({ alert, action }: { alert: JudgedAlert; action: Action }) {
  const [state, dispatch] = useActionState(action, unsent);
  return (
    <form action={dispatch}>
      <input type="hidden" name="alertId" value={alert.id} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <SubmitButton pendingLabel="Saving…">Acknowledge</SubmitButton>
    </form>
  );
}
