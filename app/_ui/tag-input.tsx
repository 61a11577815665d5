"use client";
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { X } from "lucide-react";
import { Field, useFieldIds, type FieldProps } from "./field.tsx";

type TagInputProps = FieldProps & { defaultTags?: readonly string[]; maxTags?: number; maxLength?: number };

/** Words of one's own, several: Enter or a comma ends one, Backspace takes the last out. The form gets one value per word. */
export function TagInput({ label, name, hint, error, optional, defaultTags = [], maxTags = 20, maxLength = 40 }: TagInputProps) {
  const { id, aria } = useFieldIds(undefined, { hint, error });
  const [tags, setTags] = useState<readonly string[]>(defaultTags);
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const add = (written: string) => {
    const fresh = written.split(/[,\n]/).map((part) => part.trim().slice(0, maxLength)).filter((part) => part !== "");
    const next = [...new Set([...tags, ...fresh])];
    setTags(next.slice(0, maxTags));
    setSaid(next.length > maxTags ? `At most ${maxTags}.` : fresh.length === 0 ? "" : `Added ${fresh.join(", ")}.`);
    setText("");
  };
  const remove = (tag: string) => {
    setTags(tags.filter((one) => one !== tag));
    setSaid(`Took out ${tag}.`);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = tags.at(-1);
    if ((event.key === "Enter" || event.key === ",") && text.trim() !== "" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "" && last !== undefined) remove(last);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[,\n]/.test(pasted)) return;
    event.preventDefault();
    add(text + pasted);
  };
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      {tags.map((tag) => <input key={tag} type="hidden" name={name} value={tag} />)}
      <div className="control control-chips">
        {tags.map((tag) => (
          <span key={tag} className="chip">{tag}<button type="button" className="chip-remove" aria-label={`Take out ${tag}`} onClick={() => remove(tag)}><X aria-hidden="true" /></button></span>
        ))}
        <input ref={input} id={id} value={text} maxLength={maxLength} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={() => add(text)} {...aria} />
      </div>
      <span role="status" className="sr-only">{said}</span>
    </Field>
  );
}
