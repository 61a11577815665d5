"use client";
import { useId, useRef, useState, useTransition } from "react";
import { Search } from "lucide-react";
import { debounce, parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useShortcut } from "#app/_keys/use-shortcut.ts";

const PAUSE_MS = 300;
const cursors = { after: parseAsString, before: parseAsString };

/** Free text of a list: goes into the address after a pause, so the server filters. `/` focuses it. */
export function SearchField({ label, param = "q" }: { label: string; param?: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [fetching, startTransition] = useTransition();
  const options = { shallow: false, startTransition } as const;
  const [inUrl, setInUrl] = useQueryState(param, parseAsString.withDefault("").withOptions(options));
  const [, setCursors] = useQueryStates(cursors, options);
  const [text, setText] = useState(inUrl);
  useShortcut("find", () => field.current?.focus());
  const search = (value: string) => {
    setText(value);
    const limitUrlUpdates = value === "" ? undefined : debounce(PAUSE_MS);
    void setInUrl(value === "" ? null : value, { limitUrlUpdates });
    void setCursors({ after: null, before: null }, { limitUrlUpdates });
  };
  return (
    <div className="search" role="search" aria-label={label} aria-busy={fetching || undefined}>
      <label htmlFor={id} className="sr-only">{label}</label>
      <Search aria-hidden="true" className="search-icon" strokeWidth={1.5} />
      <input ref={field} id={id} type="search" className="control control-small search-input" placeholder={label} value={text} onChange={(event) => search(event.target.value)} />
    </div>
  );
}
