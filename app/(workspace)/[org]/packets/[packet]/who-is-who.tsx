"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Told = { name: string; email: string; pseudonym: string };
type Props = { action: (previous: FormState<Told[]>, form: FormData) => Promise<FormState<Told[]>>; packetId: string };

/** Who stands behind the pseudonyms of a packet: shown when asked for, which the audit trail tells. */
export function WhoIsWho({ action, packetId }: Props) {
  const [state, submit] = useActionState<FormState<Told[]>, FormData>(action, unsent);
  return (
    <Section title="People" count="by role and pseudonym" flush={false}>
      <form action={submit} className="grid gap-3 pt-2">
        <input type="hidden" name="packetId" value={packetId} />
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        {state.ok === true ? <KeyValue items={state.answer.map((one) => ({ key: one.pseudonym, value: `${one.name}, ${one.email}` }))} wide /> : (
          <div className="grid justify-items-start gap-2">
            <p className="max-w-[70ch] text-muted">Nobody is named in this packet. You can see who stands behind each pseudonym; that you did is told in the audit trail.</p>
            <SubmitButton pendingLabel="Asking…">Show who is who</SubmitButton>
          </div>
        )}
      </form>
    </Section>
  );
}
