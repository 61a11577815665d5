"use client";
import { useState } from "react";
import { Prose } from "#app/_control/prose.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

type Props = { label: string; name: string; value: string; onChange: (text: string) => void; rows?: number; hint?: string; error?: string | undefined; required?: boolean };

/** A text in Markdown, and how it will be read. HTML in it stays words: nothing of it is ever drawn as such. */
export function MarkdownField({ label, name, value, onChange, rows = 5, hint, error, required = false }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-2 [&_.field]:mt-0">
      {shown ? (
        <>
          <p className="font-medium">{label}, as it will be read</p>
          <input type="hidden" name={name} value={value} />
          <div className="border-l border-line pl-3">{value.trim() === "" ? <p className="text-muted">Nothing yet.</p> : <Prose text={value} />}</div>
        </>
      ) : (
        <Textarea label={label} name={name} rows={rows} maxLength={20_000} value={value} onChange={(event) => onChange(event.target.value)} required={required} {...(hint === undefined ? {} : { hint })} {...(error === undefined ? {} : { error })} />
      )}
      <div><Button type="button" kind="quiet" onClick={() => setShown(!shown)} aria-label={shown ? `Write ${label}` : `Preview ${label}`}>{shown ? "Write" : "Preview"}</Button></div>
    </div>
  );
}
