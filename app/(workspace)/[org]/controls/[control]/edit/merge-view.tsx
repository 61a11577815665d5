"use client";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { Segmented } from "#app/_ui/segmented.tsx";
import { EDITED_PARTS, type ControlTexts, type EditedPart } from "#lib/drafts/client.ts";

export type PartConflict = { part: EditedPart; base: string; theirs: string; mine: string };
export type Choice = "theirs" | "mine" | "together";

/** Parts of which one word is chosen: they cannot be written together. */
const WORDS: readonly EditedPart[] = ["kind", "frequency", "criticality"];

type Props = { conflicts: readonly PartConflict[]; by: string; texts: ControlTexts; choices: Partial<Record<EditedPart, Choice>>; onChoose: (part: EditedPart, choice: Choice) => void; onWrite: (part: EditedPart, text: string) => void };

/** What two people changed in the same parts: what it was, what each made of it, and which shall hold. */
export function MergeView({ conflicts, by, texts, choices, onChoose, onWrite }: Props) {
  return (
    <ol className="grid gap-8">
      {conflicts.map((one) => {
        const { part } = one;
        const label = EDITED_PARTS[part];
        const options = [{ value: "theirs", label: "Theirs" }, { value: "mine", label: "Mine" }, ...(WORDS.includes(part) ? [] : [{ value: "together", label: "Both, edited together" }])];
        return (
          <li key={part} className="grid gap-4">
            <h3 className="text-base font-semibold">{label}</h3>
            <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
              <Change title={`What ${by} made of it`} before={one.base} after={one.theirs} />
              <Change title="What you made of it" before={one.base} after={one.mine} />
            </div>
            <details><summary className="min-h-[24px] text-muted">What it was before</summary><p className="border-l border-line pl-3 whitespace-pre-line">{one.base === "" ? "Nothing." : one.base}</p></details>
            <Segmented label={`Which ${label.toLowerCase()} shall hold`} name={`choice-${part}`} options={options} onChange={(value) => onChoose(part, value as Choice)} />
            {choices[part] === "together" ? <textarea className="control control-text" rows={8} maxLength={20_000} aria-label={`${label}, edited together`} value={texts[part]} onChange={(event) => onWrite(part, event.target.value)} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

function Change({ title, before, after }: { title: string; before: string; after: string }) {
  return (
    <div className="min-w-0">
      <p className="text-xs text-muted">{title}</p>
      <div className="border-l border-line pl-3">{after === "" ? <p className="text-muted">Nothing is left.</p> : null}<DiffText before={before} after={after} /></div>
    </div>
  );
}
