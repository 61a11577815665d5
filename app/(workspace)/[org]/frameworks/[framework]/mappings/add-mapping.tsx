"use client";
import { enteredOf, problemOf } from "#app/_edge/form-state.ts";
import { MultiCombobox } from "#app/_ui/combobox.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { MappingForm, type MappingAction } from "./mapping-form.tsx";

type Props = { action: MappingAction; undo: MappingAction; frameworkKey: string; requirementCode: string; controls: readonly { value: string; label: string; note?: string }[] };

/** Maps controls of one's choice to a requirement, with a rationale. */
export function AddMapping({ action, undo, frameworkKey, requirementCode, controls }: Props) {
  return (
    <MappingForm action={action} undo={undo} frameworkKey={frameworkKey} did="made">
      {(state) => (
        <div className="grid gap-3 [&_.field]:mt-0">
          <input type="hidden" name="requirementCode" value={requirementCode} />
          <MultiCombobox label="Controls" name="controlIds" options={controls} placeholder="Code or words" error={problemOf(state, "controlIds")} />
          <Segmented label="They" name="strength" defaultValue="contributes" options={[{ value: "contributes", label: "contribute to it" }, { value: "satisfies", label: "satisfy it, each alone" }]} />
          <Textarea label="Why" name="rationale" rows={3} required maxLength={2000} defaultValue={enteredOf(state, "rationale")} error={problemOf(state, "rationale")} hint="An auditor reads it." />
          <div><SubmitButton kind="primary" pendingLabel="Mapping…">Map</SubmitButton></div>
        </div>
      )}
    </MappingForm>
  );
}
