"use client";
import { useState } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { awaitsDecision, type DriftCause, type DriftSource, type FieldDrift } from "#lib/drift/client.ts";
import { useSettling, type SettleAction } from "./use-settling.ts";

type Props = { action: SettleAction; code: string; source: DriftSource; base: string; fields: readonly FieldDrift[] };

const WHO: Readonly<Record<DriftSource, string>> = { library: "the library", folder: "the folder" };

/** What a source says otherwise of one control, word by word, each field to be taken over or kept. */
export function FieldDecisions({ action, code, source, base, fields }: Props) {
  const [state, submit] = useSettling(action);
  const open = fields.filter(awaitsDecision);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(open.filter((one) => one.cause === "source").map(({ field }) => field)));
  const toggle = (field: string): void => {
    const next = new Set(ticked);
    if (!next.delete(field)) next.add(field);
    setTicked(next);
  };
  return (
    <form action={submit} onReset={(event) => event.preventDefault()} className="grid gap-1">
      {Object.entries({ code, source, base }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <p className="pt-3 text-xs text-muted">Struck through: how you have it. Underlined: what {WHO[source]} says.</p>
      <ul>
        {fields.map((one) => (
          <li key={one.field} className="grid gap-2 border-b border-line-soft py-4 last:border-b-0 [&_.field]:mt-0">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              {awaitsDecision(one) ? <Checkbox name="field" value={one.field} label={<span className="font-semibold">{one.field}</span>} checked={ticked.has(one.field)} onChange={() => toggle(one.field)} /> : <span className="font-semibold">{one.field}</span>}
              <Cause cause={one.cause} source={source} />
            </div>
            <div className="max-w-[76ch] min-w-0 break-words"><DiffText before={one.before} after={one.after} /></div>
          </li>
        ))}
      </ul>
      {open.length === 0 ? <div className="pt-2"><Banner tone="info" title="Nothing is to be decided.">These were changed here alone. An export writes them into the folder: npx tickmark controls export.</Banner></div> : (
        <div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-surface py-3">
          <SubmitButton kind="primary" name="act" value="take" pendingLabel="Taking over…" disabled={ticked.size === 0}>{ticked.size === 1 ? "Take over 1 field" : `Take over ${ticked.size} fields`}</SubmitButton>
          <SubmitButton name="act" value="keep" pendingLabel="Keeping…" disabled={ticked.size === 0}>{ticked.size === 1 ? "Keep ours in it" : "Keep ours in them"}</SubmitButton>
          <span className="text-muted" role="status">{ticked.size} of {open.length} ticked</span>
        </div>
      )}
    </form>
  );
}

function Cause({ cause, source }: { cause: DriftCause; source: DriftSource }) {
  if (cause === "both") return <Badge tone="caution" glyph="partial">you changed it too</Badge>;
  return <span className="text-xs text-muted">{cause === "source" ? `changed by ${WHO[source]}` : cause === "here" ? "changed here" : "who changed it was not recorded"}</span>;
}
