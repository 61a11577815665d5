"use client";
import { useId, useRef, useState, type DragEvent } from "react";
import { Upload } from "lucide-react";
import { sendFile } from "./send-file.ts";
import { sizeText } from "./size-text.ts";
import { UploadRow, type UploadItem } from "./upload-row.tsx";

type UploadDropzoneProps = {
  /** Where the raw body is PUT. */
  url: string;
  label: string;
  /** The hidden inputs that carry each answer's `id` into the surrounding form. */
  name?: string;
  hint?: string;
  accept?: string;
  maxBytes?: number;
  multiple?: boolean;
  onDone?: (answer: unknown, file: File) => void;
};

/** Files by drag and drop or by the platform's picker, with progress and a way to stop. */
export function UploadDropzone(props: UploadDropzoneProps) {
  const { label, name, hint, accept, maxBytes, multiple = false } = props;
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { items, add, remove } = useUploads(props);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  const limit = maxBytes === undefined ? "" : `Up to ${sizeText(maxBytes)}${multiple ? " each" : ""}.`;
  return (
    <div className="field">
      <div className="dropzone" data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <Upload aria-hidden="true" className="size-4 flex-none text-muted" strokeWidth={1.5} />
        <div className="min-w-0 flex-1">
          <label htmlFor={id} className="font-medium">{label}</label>
          <p id={`${id}-hint`} className="text-muted">{[hint, limit].filter((part) => part !== undefined && part !== "").join(" ")}</p>
        </div>
        <button type="button" className="btn" onClick={() => picker.current?.click()} aria-describedby={`${id}-hint`}>Choose {multiple ? "files" : "a file"}</button>
        <input ref={picker} id={id} type="file" className="sr-only" tabIndex={-1} accept={accept} multiple={multiple} onChange={(event) => { add(event.target.files ?? []); event.target.value = ""; }} />
      </div>
      <ul aria-live="polite">{items.map((item) => <UploadRow key={item.key} item={item} onRemove={() => remove(item)} />)}</ul>
      {name === undefined ? null : items.flatMap((item) => (item.resultId === undefined ? [] : [<input key={item.key} type="hidden" name={name} value={item.resultId} />]))}
    </div>
  );
}

/** The `id` of an upload's JSON answer. */
function idOf(answer: unknown): string | undefined {
  return typeof answer === "object" && answer !== null && "id" in answer && typeof answer.id === "string" ? answer.id : undefined;
}

function useUploads({ url, maxBytes, multiple = false, onDone }: UploadDropzoneProps) {
  const [items, setItems] = useState<readonly UploadItem[]>([]);
  const count = useRef(0);
  const change = (key: number, part: Partial<UploadItem>) => setItems((now) => now.map((item) => (item.key === key ? { ...item, ...part } : item)));
  const send = async (item: UploadItem, file: File) => {
    const result = await sendFile({ url, file, signal: item.abort.signal, onProgress: (share) => change(item.key, { share }) });
    change(item.key, result.ok ? { state: "done", share: 1, resultId: idOf(result.answer) } : { state: "failed", problem: result.problem });
    if (result.ok) onDone?.(result.answer, file);
  };
  const add = (files: Iterable<File>) => {
    const taken = multiple ? [...files] : [...files].slice(0, 1);
    const fresh = taken.map((file): { file: File; item: UploadItem } => {
      const tooLarge = maxBytes !== undefined && file.size > maxBytes;
      const state = tooLarge ? "failed" : "sending";
      const problem = tooLarge ? `Larger than ${sizeText(maxBytes)}. It was not sent.` : undefined;
      return { file, item: { key: count.current++, name: file.name, bytes: file.size, share: 0, state, problem, abort: new AbortController() } };
    });
    setItems((now) => (multiple ? [...now, ...fresh.map((one) => one.item)] : fresh.length > 0 ? fresh.map((one) => one.item) : now));
    for (const { item, file } of fresh) if (item.state === "sending") void send(item, file);
  };
  const remove = (item: UploadItem) => {
    if (item.state === "sending") item.abort.abort();
    else setItems((now) => now.filter((one) => one.key !== item.key));
  };
  return { items, add, remove };
}
