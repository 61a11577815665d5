"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

export type RotateAction = (previous: FormState, form: FormData) => Promise<FormState>;

const WORDS = {
  key: { trigger: "Rotate key", title: "Rotate the signing key?", consequence: "A new key signs from now on; the next checkpoint is signed by both, so that whoever trusts the old one can trust the new. Earlier checkpoints stay valid. Give auditors the new key." },
  certificate: { trigger: "New certificate", title: "Sign documents with a new certificate?", consequence: "Packets are signed with it from now on. What earlier ones signed stays valid. Give auditors its SHA-256." },
} as const;

/** Has a new key or certificate sign, after saying what that means for who verifies. */
export function Rotate({ what, action }: { what: keyof typeof WORDS; action: RotateAction }) {
  const [state, submit] = useActionState(action, unsent);
  const { trigger, title, consequence } = WORDS[what];
  return <ConfirmDialog trigger={trigger} kind="secondary" title={title} confirm={trigger} action={submit} consequence={consequence} {...(state.ok === false ? { error: state.message } : {})} />;
}
