"use client";
import { useActionState, useRef, type RefObject } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { COMMENT_MAX } from "#lib/comments/client.ts";

export type CommentAction = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { action: CommentAction; subjects: readonly { value: string; label: string }[]; names: readonly string[]; portal: boolean };

const READERS = [
  { value: "internal", label: "Internal", hint: "Your organization alone. Never in the portal, never in a packet." },
  { value: "shared_with_auditor", label: "Shared with auditors", hint: "Every auditor whose engagement holds this record reads it." },
];

/** Says something about a record. Internal unless chosen otherwise; an auditor's is read by the organization. */
export function CommentForm({ action, subjects, names, portal }: Props) {
  const [state, send] = useActionState(action, unsent as FormState);
  const text = useRef<HTMLTextAreaElement>(null);
  return (
    <form action={send} className="comment-form">
      {state.ok === false && state.problems.length === 0 ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {subjects.length < 2 ? <input type="hidden" name="about" value={subjects[0]?.value} /> : <Select label="About" name="about" options={subjects} defaultValue={enteredOf(state, "about")} />}
      <Textarea ref={text} label="Comment" name="text" required maxLength={COMMENT_MAX} defaultValue={enteredOf(state, "text")} error={problemOf(state, "text")} hint={names.length === 0 ? undefined : "@ and a whole name marks who is meant."} />
      {names.length === 0 ? null : <Mention names={names} text={text} />}
      {portal ? <input type="hidden" name="visibility" value="shared_with_auditor" /> : <div className="mt-4"><RadioGroup label="Who reads it" name="visibility" options={READERS} defaultValue={enteredOf(state, "visibility") ?? "internal"} error={problemOf(state, "visibility")} /></div>}
      {portal ? <p className="mt-2 text-muted">Read by the organization and by the auditors of this engagement.</p> : null}
      <div className="mt-4"><SubmitButton>Add comment</SubmitButton></div>
    </form>
  );
}

/** Puts a name where the cursor stands, so that nobody has to know how it is written. */
function Mention({ names, text }: { names: readonly string[]; text: RefObject<HTMLTextAreaElement | null> }) {
  return (
    <div className="mt-2 max-w-xs">
      <Select
        label="Name somebody"
        name="mention"
        value=""
        options={[{ value: "", label: "Choose a person" }, ...names.map((name) => ({ value: name, label: name }))]}
        onChange={(event) => {
          const area = text.current;
          const name = event.target.value;
          if (area === null || name === "") return;
          const before = area.value.slice(0, area.selectionStart);
          area.setRangeText(`${before === "" || /\s$/.test(before) ? "" : " "}@${name} `, area.selectionStart, area.selectionEnd, "end");
          area.focus();
        }}
      />
    </div>
  );
}
