"use client";
import { useActionState, useState } from "react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import type { Density } from "#lib/views/client.ts";
import type { ColumnChoice } from "./arrange-columns.ts";

type Props = {
  list: string;
  choices: readonly ColumnChoice[];
  density: Density;
  /** Whether the address says which columns are shown: of a view, or of a link. Then it is the address that changes. */
  inAddress: boolean;
  action: (previous: FormState, form: FormData) => Promise<FormState>;
};

/** Which columns of a list, in which order, how dense. Every step is a button, so nothing needs a pointer. */
export function ColumnsDialog({ list, choices, density, inAddress, action }: Props) {
  const [open, setOpen] = useState(false);
  const [columns, setColumns] = useState(choices);
  const showColumns = useColumnsInAddress();
  const [state, send] = useActionState(async (previous: FormState, form: FormData) => {
    const next = await action(previous, form);
    if (next.ok !== true) return next;
    setOpen(false);
    if (inAddress) showColumns(form.get("reset") === "yes" ? [] : shownIds(columns));
    return next;
  }, unsent as FormState);
  return (
    <Dialog trigger={<><Columns3 aria-hidden="true" />Columns</>} title="Columns" description={inAddress ? "For this view. Save its changes to keep them." : "Yours alone: others see the list as they chose."} open={open} onOpenChange={(now) => { setOpen(now); setColumns(choices); }}>
      <form action={send}>
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <input type="hidden" name="list" value={list} />
        {inAddress ? <input type="hidden" name="keep" value="yes" /> : null}
        <ColumnOrder columns={columns} onChange={setColumns} />
        <div className="mt-4"><RadioGroup label="Rows" name="density" defaultValue={density} options={[{ value: "normal", label: "Normal" }, { value: "compact", label: "Compact" }]} /></div>
        <DialogActions>
          <SubmitButton name="reset" value="yes">Reset to default</SubmitButton>
          <SubmitButton kind="primary">Show these columns</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

const shownIds = (columns: readonly ColumnChoice[]): string[] => columns.filter((column) => column.shown).map((column) => column.id);

/** Names columns in the address, beside what stands there already; none takes them out of it. */
function useColumnsInAddress(): (ids: readonly string[]) => void {
  const [router, path, current] = [useRouter(), usePathname(), useSearchParams()];
  return (ids) => {
    const next = new URLSearchParams(current);
    if (ids.length === 0) next.delete("columns");
    else next.set("columns", ids.join(","));
    router.push(`${path}?${next.toString()}`, { scroll: false });
  };
}

function ColumnOrder({ columns, onChange }: { columns: readonly ColumnChoice[]; onChange: (columns: readonly ColumnChoice[]) => void }) {
  const [said, setSaid] = useState("");
  const move = (from: number, to: number): void => {
    const next = [...columns];
    const [moved] = next.splice(from, 1);
    if (moved === undefined) return;
    next.splice(to, 0, moved);
    onChange(next);
    setSaid(`${moved.label}: place ${to + 1} of ${next.length}`);
  };
  const toggle = (id: string, shown: boolean): void => onChange(columns.map((column) => (column.id === id ? { ...column, shown } : column)));
  return (
    <fieldset>
      <legend className="sr-only">Columns in their order</legend>
      <ol className="column-order">
        {columns.map((column, index) => (
          <li key={column.id}>
            <label className="choice min-w-0 flex-1">
              <input type="checkbox" className="check" name={column.fixed ? undefined : "columns"} value={column.id} checked={column.shown} disabled={column.fixed} onChange={(event) => toggle(column.id, event.target.checked)} />
              {column.fixed ? <input type="hidden" name="columns" value={column.id} /> : null}
              <span className="min-w-0 break-words">{column.label}{column.fixed ? <span className="text-muted"> always shown</span> : null}</span>
            </label>
            <MoveButton label={`Move ${column.label} up`} disabled={index === 0} onPress={() => move(index, index - 1)}><ArrowUp aria-hidden="true" /></MoveButton>
            <MoveButton label={`Move ${column.label} down`} disabled={index === columns.length - 1} onPress={() => move(index, index + 1)}><ArrowDown aria-hidden="true" /></MoveButton>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">{said}</p>
    </fieldset>
  );
}

// aria-disabled instead of disabled: a button that reached its end keeps the focus.
function MoveButton({ label, disabled, onPress, children }: { label: string; disabled: boolean; onPress: () => void; children: React.ReactNode }) {
  return <button type="button" className="icon-btn aria-disabled:opacity-40" aria-label={label} aria-disabled={disabled || undefined} onClick={() => { if (!disabled) onPress(); }}>{children}</button>;
}
