"use client";
import { useActionState, useEffect, useRef, type ReactNode, type RefObject } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { REASON_MAX, SEVERITIES, SEVERITY_WORDS, VERDICT_WORDS, type AlertVerdict } from "#lib/alerts/client.ts";
import type { Action, JudgedAlert } from "./verdict-bar.tsx";

/** Puts the cursor into a form that has just opened. */
function useFocusOnOpen(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("textarea, select, input:not([type=hidden])")?.focus(), []);
  return form;
}

type FrameProps = { alertId: string; state: FormState; dispatch: (form: FormData) => void; submit: string; primary?: boolean; onClose(): void; children: ReactNode };

function Frame({ alertId, state, dispatch, submit, primary = false, onClose, children }: FrameProps) {
  const form = useFocusOnOpen();
  return (
    <form ref={form} action={dispatch} className="verdict-form">
      <input type="hidden" name="alertId" value={alertId} />
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {children}
      <div className="flex gap-2">
        <SubmitButton kind={primary ? "primary" : "secondary"} pendingLabel="Saving…">{submit}</SubmitButton>
        <Button kind="quiet" onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

/** A verdict with its reason. */
export function JudgeForm({ alert, verdict, action, onClose, onDone }: { alert: JudgedAlert; verdict: Exclude<AlertVerdict, "incident">; action: Action; onClose(): void; onDone(): void }) {
  const [state, dispatch] = useActionState(action, unsent);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    if (state.ok === true) done.current();
  }, [state]);
  return (
    <Frame alertId={alert.id} state={state} dispatch={dispatch} submit={`Judge as ${VERDICT_WORDS[verdict].toLowerCase()}`} primary onClose={onClose}>
      <input type="hidden" name="verdict" value={verdict} />
      <Textarea label={`Why it is: ${VERDICT_WORDS[verdict].toLowerCase()}`} name="reason" hint="An auditor reads this" rows={2} maxLength={REASON_MAX} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
    </Frame>
  );
}

/** An incident of this alert. */
export function DeclareForm({ alert, assignees, action, onClose }: { alert: JudgedAlert; assignees: readonly { id: string; name: string }[]; action: Action; onClose(): void }) {
  const [state, dispatch] = useActionState(action, unsent);
  return (
    <Frame alertId={alert.id} state={state} dispatch={dispatch} submit="Declare incident" primary onClose={onClose}>
      <Input label="Title" name="title" defaultValue={enteredOf(state, "title") ?? alert.title} error={problemOf(state, "title")} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select label="Severity" name="severity" options={SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value] }))} defaultValue={enteredOf(state, "severity") ?? alert.severity} error={problemOf(state, "severity")} />
        <Select label="Assignee" name="assigneeMemberId" placeholder="Nobody yet" options={assignees.map((person) => ({ value: person.id, label: person.name }))} defaultValue={enteredOf(state, "assigneeMemberId")} error={problemOf(state, "assigneeMemberId")} />
      </div>
      <Textarea label="Why it is an incident" name="reason" hint="An auditor reads this" rows={2} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
    </Frame>
  );
}

/** A remark on an alert, without a verdict. */
export function CommentForm({ alert, action, onClose }: { alert: JudgedAlert; action: Action; onClose(): void }) {
  const [state, dispatch] = useActionState(action, unsent);
  return (
    <Frame alertId={alert.id} state={state} dispatch={dispatch} submit="Add comment" onClose={onClose}>
      {state.ok === true ? <p role="status" className="text-muted">Added.</p> : null}
      <Textarea label="Comment" name="text" rows={2} defaultValue={enteredOf(state, "text")} error={problemOf(state, "text")} />
    </Frame>
  );
}

/** Gives an alert to somebody who may judge it. */
export function AssignForm({ alert, assignees, action, onClose }: { alert: JudgedAlert; assignees: readonly { id: string; name: string }[]; action: Action; onClose(): void }) {
  const [state, dispatch] = useActionState(action, unsent);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (state.ok === true) close.current();
  }, [state]);
  return (
    <Frame alertId={alert.id} state={state} dispatch={dispatch} submit="Assign alert" onClose={onClose}>
      <input type="hidden" name="seenAssigneeMemberId" value={alert.assigneeMemberId ?? ""} />
      <Select label="Assignee" name="assigneeMemberId" placeholder="Nobody" options={assignees.map((person) => ({ value: person.id, label: person.name }))} defaultValue={enteredOf(state, "assigneeMemberId") ?? alert.assigneeMemberId ?? undefined} error={problemOf(state, "assigneeMemberId")} />
    </Frame>
  );
}
