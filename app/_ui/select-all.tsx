"use client";
import { useEffect, useRef } from "react";

/** The checkboxes of a form's table, in row order. */
export function rowBoxes(form: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[name="selected"][form="${CSS.escape(form)}"]`)];
}

/** Says that boxes were changed by script, so that everything that counts them counts again. */
function announce(boxes: readonly HTMLInputElement[]) {
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The box in the header: all, none, or some. Shift and click on a row's box takes the rows in between. */
export function SelectAll({ form, label }: { form: string; label: string }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    let last: HTMLInputElement | undefined;
    const onChange = () => {
      const boxes = rowBoxes(form);
      const count = boxes.filter((one) => one.checked).length;
      if (box.current === null) return;
      box.current.checked = count > 0 && count === boxes.length;
      box.current.indeterminate = count > 0 && count < boxes.length;
    };
    const onClick = (event: MouseEvent) => {
      const boxes = rowBoxes(form);
      const clicked = boxes.find((one) => one === event.target);
      if (clicked === undefined) return;
      if (event.shiftKey && last !== undefined) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(clicked)].sort((a, b) => a - b);
        for (const one of boxes.slice(from, (to ?? 0) + 1)) one.checked = clicked.checked;
        announce(boxes);
      }
      last = clicked;
    };
    // A form that was sent is reset, also where it was refused: what was chosen of what is still there stays chosen.
    const onReset = (event: Event) => {
      if (!(event.target instanceof HTMLFormElement) || event.target.id !== form) return;
      const chosen = rowBoxes(form).filter((one) => one.checked);
      queueMicrotask(() => {
        for (const one of chosen) one.checked = true;
        announce(chosen);
      });
    };
    onChange();
    document.addEventListener("change", onChange);
    document.addEventListener("click", onClick);
    document.addEventListener("reset", onReset);
    return () => {
      document.removeEventListener("change", onChange);
      document.removeEventListener("click", onClick);
      document.removeEventListener("reset", onReset);
    };
  }, [form]);
  return (
    <label className="select-target">
      <input
        ref={box}
        type="checkbox"
        className="check"
        aria-label={label}
        onChange={(event) => {
          const boxes = rowBoxes(form);
          for (const one of boxes) one.checked = event.target.checked;
          announce(boxes);
        }}
      />
    </label>
  );
}
