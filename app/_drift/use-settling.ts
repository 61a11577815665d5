"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { useToast } from "#app/_ui/toast.tsx";
import type { SettledDrift } from "#lib/drift/index.ts";

export type SettleAction = (previous: FormState<SettledDrift>, form: FormData) => Promise<FormState<SettledDrift>>;

/** A form that decides on differences, and says what became of them. */
export function useSettling(action: SettleAction): [FormState<SettledDrift>, (form: FormData) => void] {
  const toast = useToast();
  const send = async (previous: FormState<SettledDrift>, form: FormData): Promise<FormState<SettledDrift>> => {
    const outcome = await action(previous, form);
    if (outcome.ok === true) toast(wordsOf(outcome.answer, form.get("act") === "take"));
    return outcome;
  };
  const [state, submit] = useActionState<FormState<SettledDrift>, FormData>(send, unsent);
  return [state, submit];
}

function wordsOf({ codes, proposed, left }: SettledDrift, isTaken: boolean): Parameters<ReturnType<typeof useToast>>[0] {
  const of = codes.length === 1 ? codes[0] ?? "" : `${codes.length} controls`;
  const waits = proposed === 0 ? "" : `New statements, scopes or mappings of ${proposed === 1 ? "one" : proposed} wait for another person’s approval. `;
  const rest = left.length === 0 ? "" : `Left, since both sides changed the same there: ${left.join(", ")}.`;
  return codes.length === 0
    ? { title: "Nothing was changed", description: rest, tone: "info" }
    : { title: isTaken ? `Taken over into ${of}` : `Yours are kept in ${of}`, description: `${waits}${rest}`.trim(), tone: "positive" };
}
