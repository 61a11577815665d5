"use client";
import { useEffect, useId, useRef, useState, type DragEvent } from "react";
import { Upload, X } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Meter } from "#app/_ui/meter.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { droppedFiles, pickedFiles } from "./dropped-files.ts";
import { sentFileText } from "./sent-file.ts";
import { useFileUploads, type FileItem } from "./use-file-uploads.ts";

type Props = { org: string; maxBytes: number; maxFiles: number; error: string | undefined; /** Told how many have arrived and how many are still on their way. */ onCount: (arrived: number, coming: number) => void };

/** Files for an evidence: dropped or chosen, one, many or a whole folder. Each goes on where it broke; a ZIP may be taken apart. */
export function FileUploads({ org, maxBytes, maxFiles, error, onCount }: Props) {
  const id = useId();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { items, add, remove, takeApart } = useFileUploads({ org, maxBytes, maxFiles });
  const arrived = items.filter((item) => item.state === "done").length;
  const coming = items.filter((item) => item.state !== "done" && item.state !== "failed").length;
  useEffect(() => onCount(arrived, coming), [onCount, arrived, coming]);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then(add);
  };
  return (
    <div className="field">
      <div className="dropzone" data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <Upload aria-hidden="true" className="size-4 flex-none text-muted" strokeWidth={1.5} />
        <div className="min-w-0 flex-1">
          <label htmlFor={id} className="font-medium">Files</label>
          <p id={`${id}-hint`} className="text-muted">Stored encrypted and unchanged. Up to 2 GiB each, {maxFiles} at once; what breaks off goes on when the same file is chosen again.</p>
          <p className="flex flex-wrap gap-2 pt-2">
            <Button onClick={() => files.current?.click()} aria-describedby={`${id}-hint`}>Choose files</Button>
            <Button kind="quiet" onClick={() => folder.current?.click()} aria-describedby={`${id}-hint`}>Choose a folder</Button>
          </p>
        </div>
        <input ref={files} id={id} type="file" multiple className="sr-only" tabIndex={-1} onChange={(event) => { add(pickedFiles(event.target.files ?? [])); event.target.value = ""; }} />
        <input ref={(element) => { folder.current = element; element?.setAttribute("webkitdirectory", ""); }} type="file" aria-label="Folder" className="sr-only" tabIndex={-1} onChange={(event) => { add(pickedFiles(event.target.files ?? [])); event.target.value = ""; }} />
      </div>
      <p role="status" className="text-muted">{items.length < 2 ? "" : `${arrived} of ${items.length} files have arrived.`}</p>
      <ul aria-label="Chosen files">{items.map((item) => <FileRow key={item.key} item={item} onRemove={() => remove(item)} onTakeApart={() => void takeApart(item)} />)}</ul>
      {items.flatMap((item) => (item.sent === undefined || item.state !== "done" ? [] : [<input key={item.key} type="hidden" name="files" value={sentFileText(item.sent)} />]))}
      {error === undefined ? null : <p role="alert" className="mt-1 text-critical">{error}</p>}
    </div>
  );
}

const isZip = ({ name, sent }: FileItem): boolean => /\.zip$/i.test(name) || sent?.mediaType === "application/zip";

function FileRow({ item, onRemove, onTakeApart }: { item: FileItem; onRemove: () => void; onTakeApart: () => void }) {
  const { name, bytes, state, problem } = item;
  const under = state === "sending" || state === "waiting";
  const percent = Math.floor(item.share * 100);
  return (
    <li className="upload-row">
      {state === "done" ? <Glyph name="tick" /> : state === "failed" ? <Glyph name="fail" tone="critical" /> : <Glyph name="soon" tone="inert" />}
      <div className="min-w-0 flex-1">
        <p className="flex gap-2"><span className="truncate">{name}</span><span className="num ml-auto flex-none text-muted">{under ? `${percent} % of ${sizeText(bytes)}` : sizeText(bytes)}</span></p>
        {under ? <Meter label={`${name}, sent ${percent} %`} value={item.share} max={1} /> : null}
        {state === "queued" ? <p className="text-muted">Waits for its turn.</p> : null}
        {state === "waiting" ? <p className="text-muted">{item.waits} It goes on from here by itself.</p> : null}
        {state === "sending" && item.resumed ? <p className="text-muted">Goes on where it stopped.</p> : null}
        {problem === undefined ? null : <p role="alert" className="text-critical">{problem}</p>}
        {state === "done" && isZip(item) ? <p className="flex flex-wrap items-center gap-2 pt-1"><span className="text-muted">Kept as one file.</span><Button kind="quiet" onClick={onTakeApart}>Take it apart</Button></p> : null}
      </div>
      <button type="button" className="icon-btn" onClick={onRemove} aria-label={under ? `Cancel ${name}` : `Remove ${name} from this list`}><X aria-hidden="true" /></button>
    </li>
  );
}
