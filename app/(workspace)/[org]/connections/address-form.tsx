"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";

/** Gives a connection another address; mail to the one before is refused from then on. */
export function AddressForm({ action, connectionId, strategy }: { action: (previous: FormState, form: FormData) => Promise<FormState>; connectionId: string; strategy: string }) {
  const [state, submit] = useActionState(action, unsent);
  return (
    <div className="flex flex-wrap items-center gap-3 pt-3">
      <ConfirmDialog
        trigger="Make another address" kind="secondary" title="Make another address?" confirm="Make another address" action={submit} fields={{ connectionId, strategy }}
        consequence="Mail to the address that is there now is refused from then on. Whoever reports to it has to be told the new one." error={state.ok === false ? state.message : undefined}
      />
      <span role="status" className="text-muted">{state.ok === true ? "This is the new address. The one before leads nowhere." : ""}</span>
    </div>
  );
}
