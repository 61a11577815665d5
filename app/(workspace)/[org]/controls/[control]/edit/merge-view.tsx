"use client";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { ControlTest } from "#lib/controls/client.ts";
import { EDITED_PARTS, type ControlTexts, type EditedPart } from "#lib/drafts/client.ts";
import { StepsField } from "./steps-field.tsx";

export type PartConflict = { part: EditedPart; base: string; theirs: string; mine: string };
export type Choice = "theirs" | "mine" | "together";

/** Parts of which one word is chosen: they cannot be written together. */
const WORDS: readonly EditedPart[] = ["kind", "frequency", "criticality"];

type Props = {
  conflicts: readonly PartConflict[]; by: string; texts: ControlTexts; nextStep: Readonly<Record<ControlTest, number>>;
  choices: Partial<Record<EditedPart, Choice>>; onChoose: (part: EditedPart, choice: Choice) => void; onWrite: (part: EditedPart, text: string) => void;
};

/** What two people changed in the same parts: what it was, what each made of it, and which shall hold. */
export function MergeView({ conflicts, by, texts, nextStep, choices, onChoose, onWrite }: Props) {
  return (
    <ol className="grid gap-6">
      {conflicts.map((one) => {
        const { part } = one;
        const label = EDITED_PARTS[part];
        const options = [{ value: "theirs", label: "Theirs" }, { value: "mine", label: "Mine" }, ...(WORDS.includes(part) ? [] : [{ value: "together", label: "Both, edited together" }])];
        return (
          <li key={part} className="grid gap-4 border-t border-line pt-4">
            <h3 className="text-base font-semibold">{label}</h3>
            <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
              <Change title={`What ${by} made of it`} before={one.base} after={one.theirs} />
              <Change title="What you made of it" before={one.base} after={one.mine} />
            </div>
            <details><summary className="min-h-[24px] text-muted">What it was before</summary><p className="mt-1 max-w-[76ch] border-l border-line pl-3 break-words whitespace-pre-line">{one.base === "" ? "Nothing." : one.base}</p></details>
            <Segmented label={`Which ${label.toLowerCase()} shall hold`} name={`choice-${part}`} options={options} onChange={(value) => onChoose(part, value as Choice)} />
            {choices[part] === "together" ? <Together part={part} label={label} text={texts[part]} nextStep={nextStep} onWrite={(text) => onWrite(part, text)} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

function Together({ part, label, text, nextStep, onWrite }: { part: EditedPart; label: string; text: string; nextStep: Props["nextStep"]; onWrite: (text: string) => void }) {
  const write = `Begin with yours, and take in of theirs what shall hold.`;
  if (part === "designTest" || part === "operatingTest") return <div className="max-w-[76ch]"><p className="pb-2 text-muted">{write}</p><StepsField test={part} text={text} nextStep={nextStep[part]} onChange={onWrite} problem={() => undefined} /></div>;
  return <div className="max-w-[76ch] [&_.field]:mt-0"><Textarea label={`${label}, edited together`} name={`together-${part}`} hint={write} rows={8} maxLength={20_000} value={text} onChange={(event) => onWrite(event.target.value)} /></div>;
}

function Change({ title, before, after }: { title: string; before: string; after: string }) {
  return (
    <div className="min-w-0">
      <p className="pb-1 text-xs text-muted">{title}</p>
      <div className="border-l border-line pl-3 break-words">{after === "" ? <p className="text-muted">Nothing is left.</p> : null}<DiffText before={before} after={after} /></div>
    </div>
  );
}
