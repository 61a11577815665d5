"use client";
import { useId, useState, type ReactNode } from "react";
import type { ButtonKind } from "./button.tsx";
import { Dialog, DialogActions } from "./dialog.tsx";
import { FormError } from "./form-error.tsx";
import { SubmitButton } from "./submit-button.tsx";

type ConfirmDialogProps = {
  trigger: ReactNode;
  kind?: ButtonKind;
  title: string;
  /** What will happen, and whether it can be undone. */
  consequence: ReactNode;
  /** Verb and object: "Seal packet". */
  confirm: string;
  /** Must be typed before the act is possible. */
  word?: string;
  action: (form: FormData) => void | Promise<void>;
  fields?: Readonly<Record<string, string>>;
  error?: string;
  children?: ReactNode;
};

/** Asks before what destroys or seals, says the consequence, and may want a word typed. */
export function ConfirmDialog({ trigger, kind = "danger", title, consequence, confirm, word, action, fields = {}, error, children }: ConfirmDialogProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const ready = word === undefined || typed.trim() === word;
  return (
    <Dialog trigger={trigger} kind={kind} title={title} description={consequence} onOpenChange={() => setTyped("")}>
      <form action={action}>
        {error === undefined ? null : <div className="mb-3"><FormError message={error} /></div>}
        {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
        {children}
        {word === undefined ? null : (
          <div className="field">
            <label htmlFor={id} className="mb-1.5 block">Type <code className="rounded-sm bg-inert-tint px-1 font-medium text-inert-text">{word}</code> to confirm</label>
            <input id={id} className="control mono" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
          </div>
        )}
        <DialogActions><SubmitButton kind={kind === "primary" ? "primary" : "danger"} disabled={!ready}>{confirm}</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
