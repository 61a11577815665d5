"use client";
import { useState } from "react";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import type { RequestOption } from "./evidence-form.tsx";

type Props = { requests: readonly RequestOption[]; chosen: readonly string[]; error: string | undefined };

/**
 * The requests that an evidence can answer, by control. A choice survives a refused form: React resets the form to
 * its defaults then, and the defaults follow the choice.
 */
export function RequestPicker({ requests, chosen, error }: Props) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(chosen));
  const toggle = (id: string): void => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  const codes = [...new Set(requests.map((one) => one.controlCode))];
  return (
    <Fieldset legend={`Answers ${picked.size} of ${requests.length} requests`} hint="Only requests that take a source of this kind are listed." error={error}>
      {codes.map((code) => (
        <div key={code} className="grid gap-2">
          <p className="mono text-muted">{code}</p>
          {requests.filter((one) => one.controlCode === code).map((one) => (
            <Checkbox key={one.id} name="requestIds" value={one.id} label={one.title} hint={`${one.guidance} Fresh for ${one.freshnessDays} ${one.freshnessDays === 1 ? "day" : "days"}.`} defaultChecked={picked.has(one.id)} onChange={() => toggle(one.id)} />
          ))}
        </div>
      ))}
    </Fieldset>
  );
}
