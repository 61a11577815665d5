"use client";
import type { ReactNode } from "react";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { useSettling, type SettleAction } from "./use-settling.ts";

/** Controls that differ, decided on together: what only the source changed is taken over, or everything is kept as it is here. */
export function SettleDifferences({ id, action, children }: { id: string; action: SettleAction; children: ReactNode }) {
  const [state, submit] = useSettling(action);
  return (
    <form id={id} action={submit}>
      {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {children}
      <BatchBar form={id} noun={{ one: "control", many: "controls" }}>
        <Button type="submit" form={id} kind="primary" name="act" value="take">Take over</Button>
        <Button type="submit" form={id} name="act" value="keep">Keep ours</Button>
      </BatchBar>
    </form>
  );
}
